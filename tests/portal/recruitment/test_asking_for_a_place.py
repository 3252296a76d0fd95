"""Registering by oneself: with an account, as a guest by mail, or by phone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv.services import create_cv
from portal.participation.models import CallBack
from portal.recruitment import counting
from portal.recruitment.checkin.codes import spaced_code
from portal.recruitment.models import Registration
from portal.recruitment.services.following import follow_page
from portal.recruitment.states import Status
from snippets.limits import Limit
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.recruitment.registering import (
    GUEST,
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


def test_a_candidate_registers_in_one_tap_and_is_written_to():
    page, roster = make_session()
    person = candidate()
    browser = signed_in(person)
    assert "2 places sont libres" in text_of(browser.get(form_path(page)))
    answer = browser.post(form_path(page), {"agreed": "on"}, follow=True)
    registration = Registration.objects.get(roster=roster)
    assert registration.status == Status.CONFIRMED
    assert registration.participant.user == person
    assert registration.agreement.text.startswith("J’accepte")
    assert spaced_code(registration) in text_of(answer)
    mail = last_mail(person.email)
    assert "Votre place est réservée" in mail.subject
    assert spaced_code(registration) in mail.message
    assert {file.name for file in mail.attachments.all()} == {"rendez-vous.ics", "code-entree.png"}
    change = registration.changes.get(to_status=Status.CONFIRMED)
    assert change.actor == person


def test_without_the_tick_nothing_is_kept_and_what_was_typed_stays():
    page, roster = make_session()
    answer = signed_in(candidate()).post(
        form_path(page), {"accessibility_needs": "Une chaise à l’écart"}
    )
    assert answer.status_code == 422
    assert "Une chaise à l’écart" in answer.content.decode()
    assert not roster.registrations.exists()


def test_a_stored_cv_is_frozen_with_the_registration(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page, roster = make_session()
    person = candidate()
    cv = create_cv(owner=person, title="Cuisine", document={})
    other = create_cv(owner=candidate(), title="Autre", document={})
    browser = signed_in(person)
    shown = text_of(browser.get(form_path(page)))
    assert "Cuisine" in shown
    assert "Autre" not in shown
    refused = browser.post(form_path(page), {"agreed": "on", "cv": other.pk})
    assert refused.status_code == 422
    browser.post(form_path(page), {"agreed": "on", "cv": cv.pk, "shares_identity": "on"})
    registration = Registration.objects.get(roster=roster)
    assert registration.cv.title == "Cuisine"
    assert registration.shares_identity


def test_who_is_registered_is_led_to_their_own_page():
    page, roster = make_session()
    browser = signed_in(candidate())
    browser.post(form_path(page), {"agreed": "on"})
    own = browser.get(form_path(page))
    assert own.status_code == 302
    assert "/inscription/suivi/" in own.url
    again = browser.post(form_path(page), {"agreed": "on"})
    assert again.status_code == 422
    assert "déjà inscrite" in text_of(again)
    assert roster.registrations.count() == 1


def test_a_guest_has_no_place_before_the_link_is_opened_and_its_button_pressed():
    page, roster = make_session()
    answer = Client().post(form_path(page), GUEST, follow=True)
    assert "Regardez vos messages" in text_of(answer)
    registration = roster.registrations.get()
    assert (registration.status, registration.arrival) == (Status.TO_CONFIRM, None)
    path = path_in(last_mail(ADDRESS), "confirmer")
    # Mail scanners open every link.
    assert Client().get(path).status_code == 200
    registration.refresh_from_db()
    assert registration.status == Status.TO_CONFIRM
    done = Client().post(path, follow=True)
    assert "Votre place est réservée" in text_of(done)
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED
    assert registration.participant.has_proved_address
    change = registration.changes.get(to_status=Status.CONFIRMED)
    assert (change.actor, change.actor_name) == (None, "Éloïse Martin")
    assert "Votre place est réservée" in last_mail(ADDRESS).subject


def test_a_link_that_has_served_says_where_things_stand_and_changes_nothing():
    page, _ = make_session()
    registration = register_guest(page)
    path = path_in(mails(ADDRESS)[0], "confirmer")
    sent = len(mails(ADDRESS))
    assert "Votre place est réservée" in text_of(Client().get(path))
    Client().post(path)
    assert registration.changes.count() == 2
    assert len(mails(ADDRESS)) == sent


def test_a_second_registration_of_a_guest_tells_nobody_but_its_address():
    page, roster = make_session()
    register_guest(page)
    first = Client().post(form_path(page), GUEST, follow=True)
    unknown = Client().post(form_path(page), {**GUEST, "email": "autre@exemple.test"}, follow=True)
    assert text_of(first) == text_of(unknown)
    assert "déjà votre demande" in last_mail(ADDRESS).message
    assert roster.registrations.filter(participant__email=ADDRESS).count() == 1


def test_a_guest_who_has_the_address_of_a_registered_account_is_told_by_mail_alone():
    page, roster = make_session()
    person = candidate(email=ADDRESS)
    signed_in(person).post(form_path(page), {"agreed": "on"})
    answer = Client().post(form_path(page), GUEST, follow=True)
    assert "Regardez vos messages" in text_of(answer)
    assert roster.registrations.count() == 1
    assert "déjà votre demande" in last_mail(ADDRESS).message


def test_without_an_address_an_officer_calls():
    page, roster = make_session()
    typed = {**GUEST, "email": "", "phone": "06 12 34 56 78"}
    for _ in range(2):
        answer = Client().post(form_path(page), typed, follow=True)
        assert "Nous vous appelons" in text_of(answer)
    call = CallBack.objects.get()
    registration = roster.registrations.get()
    assert (call.purpose, call.subject_id) == ("registration", registration.pk)
    assert registration.status == Status.TO_CONFIRM


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, "Donnez une adresse e-mail"),
        ({"email": "eloise"}, "pas complète"),
        ({"first_name": ""}, "Écrivez le prénom"),
        ({"last_name": "www.gratuit.test"}, "Écrivez un nom"),
        ({"phone": "bonjour"}, "téléphone n’est pas valable"),
        ({"agreed": ""}, "sans votre accord"),
        ({"accessibility_needs": "x" * 501}, "500"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field(typed, said):
    page, roster = make_session()
    answer = Client().post(form_path(page), {**GUEST, **typed})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Martin" in answer.content.decode() or "last_name" in typed
    assert not roster.registrations.exists()


def test_a_robot_is_answered_and_nothing_is_kept():
    page, roster = make_session()
    answer = Client().post(form_path(page), {**GUEST, "website": "https://gratuit.test"})
    assert answer.status_code == 302
    assert not roster.registrations.exists()


def test_one_address_is_not_written_to_without_end(monkeypatch):
    page, _ = make_session(capacity=20)
    monkeypatch.setattr(counting, "BY_ADDRESS_AND_VISITOR", Limit("t", 2, 3600))
    statuses = [Client().post(form_path(page), GUEST).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert len(mails(ADDRESS)) == 2


def test_the_waiting_list_is_explained_before_it_is_joined():
    page, roster = make_session(capacity=1)
    register_guest(page)
    person = candidate()
    browser = signed_in(person)
    shown = text_of(browser.get(form_path(page)))
    assert "il y a une liste d’attente" in shown
    assert "au plus 24 heures" in shown
    browser.post(form_path(page), {"agreed": "on", "may_wait": "1"})
    mine = roster.registrations.get(participant__user=person)
    assert mine.status == Status.WAITLISTED
    assert "Votre rang : 1" in last_mail(person.email).message.replace("\u00a0", " ")


def test_a_place_that_went_meanwhile_is_no_rank_that_was_not_asked_for():
    page, roster = make_session(capacity=1)
    person = candidate()
    register_guest(page)
    answer = signed_in(person).post(
        form_path(page), {"agreed": "on", "accessibility_needs": "Un écran"}
    )
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "viennent d’être prises" in shown
    assert "M’inscrire sur la liste d’attente" in shown
    assert "Un écran" in answer.content.decode()
    assert 'name="may_wait"' in answer.content.decode()
    assert not roster.registrations.filter(participant__user=person).exists()


def test_a_full_list_is_said_full():
    page, roster = make_session(capacity=1, waiting_list_size=0)
    register_guest(page)
    browser = signed_in(candidate())
    assert "la liste d’attente est complète" in text_of(browser.get(form_path(page)))
    answer = browser.post(form_path(page), {"agreed": "on", "may_wait": "1"})
    assert answer.status_code == 422
    guest = Client().post(form_path(page), {**GUEST, "email": "autre@exemple.test"})
    assert guest.status_code == 422
    assert roster.registrations.count() == 1


def test_hours_are_radio_buttons_and_the_full_ones_are_shown_as_such():
    page, roster = with_slots()
    first, second, _ = roster.slots.all()
    register_guest(page, slot=str(first.pk))
    browser = signed_in(candidate())
    shown = text_of(browser.get(form_path(page)))
    assert "14 h complet" in shown
    assert "15 h 1 place libre" in shown
    taken = browser.post(form_path(page), {"agreed": "on", "slot": first.pk})
    assert taken.status_code == 422
    assert "Il n’y a plus de place à 14 h" in text_of(taken)
    none = browser.post(form_path(page), {"agreed": "on"})
    assert "Choisissez une heure de passage" in text_of(none)
    foreign = with_slots()[1].slots.first()
    other = browser.post(form_path(page), {"agreed": "on", "slot": foreign.pk})
    assert "n’est pas proposée" in text_of(other)
    browser.post(form_path(page), {"agreed": "on", "slot": second.pk})
    assert roster.registrations.filter(slot=second, status=Status.CONFIRMED).exists()


def test_an_hour_that_was_taken_before_the_confirmation_is_chosen_again():
    page, roster = with_slots()
    first, second, _ = roster.slots.all()
    Client().post(form_path(page), {**GUEST, "slot": first.pk})
    register_guest(page, email="autre@exemple.test", slot=str(first.pk))
    path = path_in(last_mail(ADDRESS), "confirmer")
    refused = Client().post(path, {"slot": first.pk})
    assert refused.status_code == 422
    assert "plus de place à 14 h" in text_of(refused)
    Client().post(path, {"slot": second.pk})
    mine = roster.registrations.get(participant__email=ADDRESS)
    assert (mine.status, mine.slot) == (Status.CONFIRMED, second)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "postponed"}, "reportée"),
        ({"status": "cancelled"}, "annulée"),
        ({"audience": "invitation"}, "sur invitation"),
        ({"registration_opens_at": timedelta(days=2)}, "ouvrent le"),
        ({"registration_closes_at": timedelta(days=-1)}, "sont fermées"),
    ],
)
def test_when_nobody_registers_the_reason_is_said_and_a_post_changes_nothing(fields, said):
    now = timezone.now()
    fields = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in fields.items()
    }
    page, roster = make_session(**fields)
    browser = signed_in(candidate())
    shown = browser.get(form_path(page))
    assert said in text_of(shown)
    assert '<form method="post"' not in shown.content.decode()
    assert browser.post(form_path(page), {"agreed": "on"}).status_code == 422
    guest = Client().post(form_path(page), GUEST)
    assert guest.status_code == 422
    assert "Martin" in guest.content.decode()
    assert not roster.registrations.exists()


def test_a_page_without_a_list_is_not_found():
    assert Client().get("/inscription/0/").status_code == 404


def test_a_session_that_becomes_full_of_hours_offers_no_hour_on_the_waiting_list():
    page, roster = with_slots()
    for number, slot in enumerate(roster.slots.all()):
        register_guest(page, email=f"n{number}@exemple.test", slot=str(slot.pk))
    shown = Client().get(form_path(page))
    assert "liste d’attente" in text_of(shown)
    assert 'type="radio"' not in shown.content.decode()


def test_each_level_is_led_where_it_can_act():
    page, _ = make_session()
    officer = signed_in(person_with(LevelName.EMPLOYMENT_OFFICER)).get(form_path(page))
    assert officer.status_code == 302
    assert officer.url.endswith("/pour-quelqu-un/")
    sponsor = signed_in(person_with(LevelName.SPONSOR)).get(form_path(page))
    assert sponsor.status_code == 403
    assert "Me déconnecter" in text_of(sponsor)


def test_an_rsa_session_is_open_to_the_person_and_asks_for_no_name_to_be_shown():
    page, roster = make_session(audience="rsa", title="Atelier des bénéficiaires du RSA")
    shown = Client().get(form_path(page))
    assert 'name="shares_identity"' not in shown.content.decode()
    registration = register_guest(page, shares_identity="on")
    assert registration.status == Status.CONFIRMED
    assert not registration.shares_identity
    assert roster.is_for_rsa


def test_who_left_comes_back_as_the_last():
    page, roster = make_session()
    person = candidate()
    browser = signed_in(person)
    browser.post(form_path(page), {"agreed": "on"})
    mine = roster.registrations.get()
    token_path = browser.get(form_path(page)).url
    browser.post(f"{token_path}annuler/")
    mine.refresh_from_db()
    assert mine.status == Status.CANCELLED
    answer = browser.post(form_path(page), {"agreed": "on"})
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.status, mine.arrival) == (Status.CONFIRMED, 2)


def test_the_closing_of_the_list_between_form_and_post_is_said():
    page, roster = make_session()
    browser = signed_in(candidate())
    assert browser.get(form_path(page)).status_code == 200
    page.registration_closes_at = timezone.now() - timedelta(minutes=1)
    follow_page(page=page)
    answer = browser.post(form_path(page), {"agreed": "on"})
    assert answer.status_code == 422
    assert "Les inscriptions sont fermées" in text_of(answer)
    assert not roster.registrations.exists()
