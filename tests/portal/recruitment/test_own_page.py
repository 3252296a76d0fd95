"""The page of a registration: what it says, its buttons, links that serve twice or are forged."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from portal.participation.models import Agreement
from portal.recruitment import hours, links, wording
from portal.recruitment.checkin.codes import spaced_code
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.services.following import follow_page
from portal.recruitment.services.offers import expire
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import Status
from tests.portal.accounts.people import officer, signed_in
from tests.portal.recruitment.registering import (
    GUEST,
    HELPED,
    attached,
    candidate,
    form_path,
    last_mail,
    mails,
    make_session,
    path_in,
    register_guest,
    text_of,
    with_slots,
)

pytestmark = pytest.mark.django_db
ADDRESS = GUEST["email"]
NEXT = "suivante@exemple.test"


@pytest.fixture(autouse=True)
def always_day(monkeypatch):
    """Offers leave by day: these tests are run at any hour."""
    monkeypatch.setattr(hours, "NIGHT_STARTS", 24)
    monkeypatch.setattr(hours, "NIGHT_ENDS", 0)


@pytest.fixture
def mine() -> Registration:
    page, _ = make_session()
    return register_guest(page)


def fresh(registration: Registration) -> Registration:
    return Registration.objects.select_related("roster").get(pk=registration.pk)


def see(registration: Registration) -> str:
    answer = Client().get(links.own_path(registration))
    assert answer.status_code == 200
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    return text_of(answer)


def press(registration: Registration, act: str, **data) -> str:
    answer = Client().post(f"{links.own_path(registration)}{act}/", data, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def waiting_after_one_place() -> tuple[Registration, Registration]:
    """Who has the only place, and the first who waits."""
    page, _ = make_session(capacity=1)
    return register_guest(page), register_guest(page, email=NEXT, may_wait="1")


def test_it_says_where_one_stands_when_where_and_how_to_come_in(mine):
    roster = mine.roster
    shown = see(mine)
    assert "Votre place est réservée" in shown
    assert wording.when_of(roster).replace("\u00a0", " ") in shown
    assert "Maison du peuple" in shown
    assert spaced_code(mine) in shown
    assert 'src="data:image/svg+xml' in Client().get(links.own_path(mine)).content.decode()


@pytest.mark.parametrize("end", ["", "annuler/", "heure/", "confirmer/", "agenda/", "de-nouveau/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_link_leads_out(mine, end, method):
    token = links.token_of(mine)
    forged = f"{int(token.split('.')[0]) + 1}.{token.split('.')[1]}"
    answer = getattr(Client(), method)(f"/inscription/suivi/{forged}/{end}")
    assert answer.status_code in {405, 410}
    if answer.status_code == 410:
        assert "Voir les sessions" in text_of(answer)
    assert fresh(mine).status == Status.CONFIRMED


@pytest.mark.parametrize("act", ["je-viens", "je-ne-viens-pas", "annuler"])
def test_opening_a_link_does_nothing(mine, act):
    answer = Client().get(f"{links.own_path(mine)}{act}/")
    assert answer.status_code == 200
    assert answer.content.decode().count('<button class="btn btn-action"') == 1
    assert fresh(mine).status == Status.CONFIRMED
    assert fresh(mine).coming_at is None


def test_an_act_that_is_none_is_not_found(mine):
    assert Client().get(f"{links.own_path(mine)}danser/").status_code == 404
    assert Client().post(f"{links.own_path(mine)}danser/").status_code == 404


def test_saying_that_one_comes_is_written_once(mine):
    assert "c’est noté, vous venez" in press(mine, "je-viens")
    said = fresh(mine).coming_at
    press(mine, "je-viens")
    assert fresh(mine).coming_at == said
    assert mine.changes.filter(note__contains="Je viens").get().actor_name == "Éloïse Martin"
    reused = Client().get(f"{links.own_path(mine)}je-viens/")
    assert "rien n’a changé" in text_of(reused)


def test_saying_that_one_does_not_come_frees_the_place_at_once_and_the_next_is_invited():
    first, second = waiting_after_one_place()
    press(first, "je-ne-viens-pas")
    assert fresh(first).status == Status.CANCELLED
    assert fresh(second).status == Status.OFFERED_PLACE
    assert "Une place s’est libérée" in last_mail(NEXT).subject
    sent = len(mails(ADDRESS))
    assert "est annulée" in press(first, "je-ne-viens-pas")
    assert len(mails(ADDRESS)) == sent
    assert PlaceOffer.objects.count() == 1


def test_a_cancellation_takes_the_event_out_of_the_calendar(mine):
    before = event_of(last_mail(ADDRESS))
    press(mine, "annuler")
    calendar = Calendar.from_ical(attached(last_mail(ADDRESS), "rendez-vous.ics"))
    after = calendar.walk("VEVENT")[0]
    assert calendar["method"] == "CANCEL"
    assert after["status"] == "CANCELLED"
    assert after["uid"] == before["uid"]
    assert after["sequence"] >= before["sequence"]
    assert "ATTENDEE" not in after


def event_of(mail):
    return Calendar.from_ical(attached(mail, "rendez-vous.ics")).walk("VEVENT")[0]


def test_the_sequence_grows_with_each_change():
    page, roster = with_slots()
    first, second, _ = roster.slots.all()
    mine = register_guest(page, slot=str(first.pk))
    Registration.objects.filter(pk=mine.pk).update(
        created_at=timezone.now() - timedelta(days=1),
        changed_at=timezone.now() - timedelta(hours=1),
    )
    before = read_calendar(mine)
    press(mine, "heure", slot=second.pk)
    after = read_calendar(mine)
    assert (before["uid"], after["sequence"] > before["sequence"]) == (after["uid"], True)
    assert after["dtstart"].dt == second.starts_at
    assert read_calendar(mine).to_ical() == after.to_ical()


def read_calendar(registration):
    answer = Client().get(f"{links.own_path(registration)}agenda/")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")[0]


def test_who_waits_reads_their_rank_and_what_they_wait_for():
    _, second = waiting_after_one_place()
    shown = see(second)
    assert "Votre rang : 1" in shown
    assert "Personne n’est avant vous" in shown
    assert "que la seule place se libère" in shown
    assert "24 heures" in shown
    assert Client().get(f"{links.own_path(second)}agenda/").status_code == 404


def offered() -> tuple[Registration, PlaceOffer]:
    first, second = waiting_after_one_place()
    press(first, "annuler")
    return second, second.place_offers.get()


def test_an_offered_place_is_taken_from_the_mail():
    mine, offer = offered()
    deadline = wording.until(offer.deadline).replace("\u00a0", " ")
    assert deadline.startswith(("jusqu’à demain", "jusqu’à aujourd’hui"))
    assert deadline in see(mine)
    path = path_in(last_mail(NEXT), "accepter")
    assert Client().get(path).status_code == 200
    assert fresh(mine).status == Status.OFFERED_PLACE
    done = Client().post(path, follow=True)
    assert "cette place est à vous" in text_of(done)
    assert fresh(mine).status == Status.CONFIRMED
    sent = len(mails(NEXT))
    again = Client().get(path)
    assert "déjà pris cette place" in text_of(again)
    Client().post(path)
    assert len(mails(NEXT)) == sent
    late = Client().post(path_in(offer_mail(), "refuser"), follow=True)
    assert "n’est plus proposée" in text_of(late)
    assert fresh(mine).status == Status.CONFIRMED


def offer_mail():
    return next(mail for mail in mails(NEXT) if "libérée" in mail.subject)


def test_an_offered_place_is_left():
    mine, _ = offered()
    done = Client().post(path_in(last_mail(NEXT), "refuser"), follow=True)
    assert "vous avez laissé la place" in text_of(done).lower()
    assert fresh(mine).status == Status.DECLINED


def test_an_offer_that_has_expired_says_so_and_gives_nothing():
    mine, offer = offered()
    path = path_in(last_mail(NEXT), "accepter")
    late = timezone.now() - timedelta(minutes=1)
    PlaceOffer.objects.filter(pk=offer.pk).update(deadline=late, sent_at=late - timedelta(hours=24))
    assert Client().get(path).status_code == 410
    answer = Client().post(path, follow=True)
    assert "Le délai pour répondre est passé" in text_of(answer)
    expire(roster=lock_roster(mine.roster), now=timezone.now())
    assert Client().get(path).status_code == 410
    assert "n’est plus disponible" in last_mail(NEXT).subject
    assert fresh(mine).status == Status.OFFER_EXPIRED
    assert "M’inscrire de nouveau" in see(mine)


def test_the_link_of_somebody_else_s_offer_is_none():
    mine, offer = offered()
    other = register_guest(make_session()[0], email="ailleurs@exemple.test")
    forged = f"{links.own_path(other)}place/{offer.public_id}/accepter/"
    assert Client().get(forged).status_code == 410
    assert Client().post(forged).status_code == 410
    assert fresh(mine).status == Status.OFFERED_PLACE


def test_another_hour_is_chosen_by_oneself_and_a_full_one_refused():
    page, roster = with_slots()
    first, second, third = roster.slots.all()
    mine = register_guest(page, slot=str(first.pk))
    register_guest(page, email=NEXT, slot=str(second.pk))
    # The session has no place left: moving needs none.
    register_guest(page, email="trois@exemple.test", slot=str(third.pk))
    press(Registration.objects.get(participant__email="trois@exemple.test"), "annuler")
    form = Client().get(f"{links.own_path(mine)}heure/")
    assert "15 h complet" in text_of(form)
    full = Client().post(f"{links.own_path(mine)}heure/", {"slot": second.pk})
    assert full.status_code == 422
    assert fresh(mine).slot == first
    assert "nouvelle heure est notée" in press(mine, "heure", slot=third.pk)
    assert fresh(mine).slot == third
    assert "Votre nouvelle heure" in last_mail(ADDRESS).subject


def test_a_lost_hour_is_chosen_again():
    page, roster = with_slots()
    mine = register_guest(page, slot=str(roster.slots.first().pk))
    Registration.objects.filter(pk=mine.pk).update(slot=None)
    assert "la vôtre n’existe plus" in see(mine)
    press(mine, "heure", slot=roster.slots.last().pk)
    assert fresh(mine).slot == roster.slots.last()


def test_who_left_comes_back_from_their_page_and_agrees_again(mine):
    press(mine, "annuler")
    path = f"{links.own_path(mine)}de-nouveau/"
    assert Client().post(path, {}).status_code == 422
    assert fresh(mine).status == Status.CANCELLED
    assert "Votre place est réservée" in press(mine, "de-nouveau", agreed="on")
    assert fresh(mine).status == Status.CONFIRMED
    assert Agreement.objects.filter(participant=mine.participant).count() == 2
    assert "rien n’a changé" in text_of(Client().get(path))


def test_a_helped_person_takes_their_agreement_back():
    page, roster = make_session()
    helper = officer()
    signed_in(helper).post(f"{form_path(page)}pour-quelqu-un/", {**HELPED, "shares_identity": "on"})
    mine = roster.registrations.get()
    assert str(helper) in last_mail(ADDRESS).message
    shown = see(mine)
    assert "vous a inscrit·e" in shown
    path = path_in(last_mail(ADDRESS), "retirer-mon-accord")
    assert Client().get(path).status_code == 200
    Client().post(path)
    found = fresh(mine)
    assert found.status == Status.CANCELLED
    assert not found.shares_identity
    assert found.agreement.withdrawn_at is not None
    Client().post(path)
    assert found.changes.filter(note="Accord retiré").count() == 1


def test_the_name_is_shown_or_hidden_at_any_time(mine):
    press(mine, "montrer-mon-nom")
    assert fresh(mine).shares_identity
    press(mine, "cacher-mon-nom")
    assert not fresh(mine).shares_identity


def test_a_session_that_is_moved_asks_again(mine):
    press(mine, "je-viens")
    page = mine.roster.page
    page.starts_at += timedelta(days=7)
    page.ends_at += timedelta(days=7)
    follow_page(page=page)
    found = fresh(mine)
    assert found.coming_at is None
    assert "Je viens" in see(found)


@pytest.mark.parametrize(
    ("status", "said"), [("postponed", "est reportée"), ("cancelled", "Ne vous déplacez pas")]
)
def test_what_becomes_of_the_session_is_said(mine, status, said):
    page = mine.roster.page
    page.status = status
    follow_page(page=page)
    shown = see(mine)
    assert said in shown
    assert spaced_code(mine) not in shown
    refused = Client().post(f"{links.own_path(mine)}heure/", {"slot": "1"})
    assert refused.status_code == 422


def test_nothing_is_cancelled_once_it_is_over(mine):
    roster = mine.roster
    roster.starts_at = timezone.now() - timedelta(hours=4)
    roster.closes_at = roster.starts_at
    roster.ends_at = timezone.now() - timedelta(hours=1)
    roster.save()
    assert "Annuler mon inscription" not in see(mine)
    assert "est passée" in press(mine, "annuler")
    assert "est passée" in press(mine, "je-viens")
    assert fresh(mine).status == Status.CONFIRMED


def test_an_rsa_session_says_nothing_of_whom_it_is_for_after_registering():
    page, _ = make_session(
        audience="rsa",
        title="Atelier des allocataires",
        what_to_bring="Votre attestation de droits",
    )
    mine = register_guest(page)
    shown = see(mine)
    assert "Rendez-vous emploi" in shown
    assert "allocataires" not in shown
    assert "/sessions/" not in Client().get(links.own_path(mine)).content.decode().split("<main")[1]
    for mail in mails(ADDRESS):
        written = f"{mail.subject} {mail.message} {mail.html_message}"
        for name in mail.attachments.values_list("name", flat=True):
            written += f"{name} {attached(mail, name).decode('utf-8', 'replace')}"
        assert "Rendez-vous emploi" in written
        for word in ("allocataires", "RSA", "attestation", page.slug, page.title):
            assert word not in written, (mail.subject, word)
    assert "montrer-mon-nom" not in shown


def test_an_account_reads_its_page_with_the_way_to_its_list():
    page, _ = make_session()
    person = candidate()
    browser = signed_in(person)
    browser.post(form_path(page), {"agreed": "on"})
    path = browser.get(form_path(page)).url
    assert "Mes rencontres" in text_of(browser.get(path))
    assert "Mes rencontres" not in text_of(signed_in(candidate()).get(path))
    browser.post(f"{path}je-viens/")
    assert Registration.objects.get().changes.last().actor == person
