"""What the messages of a registration say, whoever it is written to."""

import pytest
from post_office.models import Email

from portal.recruitment import person_messages
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.states import Status
from tests.portal.participation.people import make_guest
from tests.portal.recruitment.lists import NOW, at, enrol, make_roster

pytestmark = pytest.mark.django_db
EVERY = (
    person_messages.to_confirm,
    person_messages.already_registered,
    person_messages.registered,
    person_messages.waitlisted,
    person_messages.slot_changed,
    person_messages.slot_lost,
    person_messages.moved,
    person_messages.postponed,
    person_messages.session_cancelled,
    lambda registration: person_messages.cancelled(registration, by_person=True),
    lambda registration: person_messages.cancelled(registration, by_person=False),
    lambda registration: person_messages.reminder(registration, is_tomorrow=True),
)
OF_AN_OFFER = (
    person_messages.place_offered,
    person_messages.offer_expired,
)


def offer_of(registration: Registration) -> PlaceOffer:
    return PlaceOffer.objects.create(
        registration=registration, slot=registration.slot, sent_at=NOW, deadline=at(5, 10)
    )


@pytest.mark.parametrize("audience", ["public", "rsa"])
def test_each_says_what_when_and_where_and_leads_to_the_own_page_alone(audience):
    title = "Atelier des allocataires"
    roster = make_roster(audience=audience, title=title, slots=2, place_name="Maison du peuple")
    mine = enrol(roster, slot=roster.slots.first())
    offer = offer_of(mine)
    assert all(write(mine) for write in EVERY)
    assert all(write(offer) for write in OF_AN_OFFER)
    mails = Email.objects.filter(to=mine.participant.email)
    assert mails.count() == len(EVERY) + len(OF_AN_OFFER)
    told = "Rendez-vous emploi" if audience == "rsa" else title
    for mail in mails:
        assert told in mail.subject
        assert "/inscription/suivi/" in mail.message
        assert "/sessions/" not in mail.message + mail.html_message
        assert (title in f"{mail.subject}{mail.message}{mail.html_message}") == (told == title)
        assert "14 janvier 2027" in mail.message.replace("\u00a0", " ") or (
            "heures de cette rencontre ont changé" in mail.message
        )


def test_nobody_without_an_address_is_written_to():
    mine = enrol(make_roster(), participant=make_guest(email="", phone="06 12 34 56 78"))
    assert not any(write(mine) for write in EVERY)
    assert not any(write(offer_of(mine)) for write in OF_AN_OFFER[:1])
    assert not Email.objects.exists()


def test_the_deadline_of_an_offer_is_a_date_that_is_true_whenever_it_is_read():
    person_messages.place_offered(offer_of(enrol(make_roster())))
    message = Email.objects.get().message.replace("\u00a0", " ")
    assert "mardi 5 janvier 2027 à 10 h" in message
    assert "demain" not in message


def test_an_address_that_nobody_proved_is_not_told_a_sentence():
    typed = "Gagnez mille euros en appelant vite le service"
    stranger = make_guest(first_name=typed, email_confirmed_at=None)
    person_messages.to_confirm(enrol(make_roster(), participant=stranger))
    assert "Gagnez" not in Email.objects.get().message
    known = make_guest(first_name="Marie Claude Simone Anne")
    person_messages.registered(enrol(make_roster(), participant=known))
    assert "Bonjour Marie Claude Simone Anne," in Email.objects.last().message


def test_who_waits_has_nothing_in_their_calendar():
    roster = make_roster(capacity=1)
    enrol(roster)
    waiting = enrol(roster)
    assert waiting.status == Status.WAITLISTED
    person_messages.session_cancelled(waiting)
    person_messages.moved(waiting)
    for mail in Email.objects.all():
        assert not mail.attachments.exists()
        assert "Je viens" not in mail.message


@pytest.mark.parametrize(
    ("rank", "said"),
    [(1, "Personne n’est avant vous"), (2, "Une personne est avant vous"), (4, "3 personnes")],
)
def test_the_rank_is_told_in_words(rank, said):
    roster = make_roster(capacity=1)
    enrol(roster)
    waiting = [enrol(roster) for _ in range(rank)][-1]
    person_messages.waitlisted(waiting)
    assert said in Email.objects.get().message.replace("\u00a0", " ")
