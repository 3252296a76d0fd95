"""A candidate's own sessions: their list, and what the home page of their space says first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.participation.services.participants import participant_of
from portal.recruitment import hours
from portal.recruitment.models import Registration
from portal.recruitment.services.cancelling import cancel
from portal.recruitment.states import Role, Status
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.recruitment.lists import enrol
from tests.portal.recruitment.registering import (
    candidate,
    form_path,
    make_session,
    register_guest,
    text_of,
    with_slots,
)

pytestmark = pytest.mark.django_db
LIST, HOME = "/mon-espace/rencontres/", "/mon-espace/"


@pytest.fixture(autouse=True)
def always_day(monkeypatch):
    """Offers leave by day: these tests are run at any hour."""
    monkeypatch.setattr(hours, "NIGHT_STARTS", 24)
    monkeypatch.setattr(hours, "NIGHT_ENDS", 0)


def test_it_has_one_s_own_and_nobody_else_s():
    page, _ = make_session(title="Job dating du bâtiment")
    person, other = candidate(), candidate()
    signed_in(person).post(form_path(page), {"agreed": "on"})
    shown = text_of(signed_in(person).get(LIST))
    assert "Job dating du bâtiment" in shown
    assert "Votre place est réservée" in shown
    assert "à aucune rencontre à venir" in text_of(signed_in(other).get(LIST))


def test_it_costs_the_same_for_one_and_twenty_rows():
    person = candidate()
    browser = signed_in(person)
    participant = participant_of(user=person)

    def add() -> Registration:
        _, roster = make_session()
        return enrol(roster, participant=participant, now=timezone.now())

    add()
    one, home = queries_of(browser, LIST), queries_of(browser, HOME)
    for number in range(19):
        made = add()
        if number % 2:
            Registration.objects.filter(pk=made.pk).update(
                asked_at=timezone.now(),
                status=Status.WAITLISTED if number % 4 == 1 else "confirmed",
            )
    assert queries_of(browser, LIST) == one
    assert queries_of(browser, HOME) == home


def test_what_is_past_comes_after():
    page, roster = make_session(title="Job dating du bâtiment")
    person = candidate()
    signed_in(person).post(form_path(page), {"agreed": "on"})
    starts_at = timezone.now() - timedelta(days=3)
    type(roster).objects.filter(pk=roster.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), closes_at=starts_at
    )
    shown = text_of(signed_in(person).get(LIST))
    assert shown.index("à aucune rencontre à venir") < shown.index("Job dating du bâtiment")


def steps(browser) -> list[str]:
    """The titles of what to do now, in order."""
    answer = browser.get(HOME)
    return [step.title.replace("\u00a0", " ") for step in answer.context["steps"]]


def test_a_place_that_is_offered_comes_before_everything():
    page, _ = make_session(capacity=1, title="Job dating")
    first = register_guest(page)
    browser = signed_in(candidate())
    browser.post(form_path(page), {"agreed": "on", "may_wait": "1"})
    assert "1 liste d’attente" in text_of(browser.get(HOME))
    cancel(registration=first, role=Role.PERSON, actor=SITE)
    assert steps(browser)[0] == "Une place est libre pour vous : « Job dating »"
    shown = text_of(browser.get(HOME))
    assert "Elle est gardée jusqu’à" in shown


def test_the_question_then_the_day_before():
    page, roster = make_session(title="Job dating")
    person = candidate()
    browser = signed_in(person)
    browser.post(form_path(page), {"agreed": "on"})
    assert not [title for title in steps(browser) if "Job dating" in title]
    mine = Registration.objects.filter(participant__user=person)
    mine.update(asked_at=timezone.now())
    assert steps(browser)[0] == "Venez-vous à « Job dating » ?"
    mine.update(coming_at=timezone.now())
    tomorrow = timezone.now() + timedelta(days=1)
    type(roster).objects.filter(pk=roster.pk).update(
        starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2), closes_at=timezone.now()
    )
    assert steps(browser)[0] == "Demain : « Job dating »"
    type(roster).objects.filter(pk=roster.pk).update(status="postponed")
    assert not [title for title in steps(browser) if "Job dating" in title]


def test_an_hour_that_is_no_more_is_asked_for():
    page, roster = with_slots(title="Job dating")
    person = candidate()
    browser = signed_in(person)
    browser.post(form_path(page), {"agreed": "on", "slot": roster.slots.first().pk})
    roster.slots.update(places=0)
    assert steps(browser)[0] == "Choisissez une autre heure : « Job dating »"


def test_an_rsa_session_has_its_neutral_name():
    page, _ = make_session(audience="rsa", title="Atelier des allocataires")
    browser = signed_in(candidate())
    browser.post(form_path(page), {"agreed": "on"})
    Registration.objects.update(asked_at=timezone.now())
    for path in (LIST, HOME):
        shown = text_of(browser.get(path))
        assert "Rendez-vous emploi" in shown
        assert "allocataires" not in shown
