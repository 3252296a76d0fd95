"""What the public page of a session says of its list: true at each visit, kept nowhere."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from search.models import Opportunity
from tests.portal.accounts.people import signed_in
from tests.portal.recruitment.registering import (
    candidate,
    form_path,
    make_session,
    register_guest,
    text_of,
    with_slots,
)

pytestmark = pytest.mark.django_db


def panel(page, browser: Client | None = None) -> str:
    shown = text_of((browser or Client()).get(page.url))
    return shown[: shown.index("Où")] if "Où" in shown else shown


def test_each_registration_is_counted_at_once():
    page, _ = make_session()
    assert "Il reste 2 places" in panel(page)
    register_guest(page)
    assert "Il reste 1 place" in panel(page)
    register_guest(page, email="autre@exemple.test")
    assert "M’inscrire sur la liste d’attente" in panel(page)


def test_a_place_that_is_free_while_people_wait_is_theirs():
    page, roster = make_session(capacity=1)
    register_guest(page)
    register_guest(page, email="autre@exemple.test", may_wait="1")
    roster.registrations.filter(participant__email="eloise@exemple.test").update(status="cancelled")
    assert "M’inscrire sur la liste d’attente" in panel(page)


def test_hours_that_are_all_taken_leave_no_place():
    page, roster = with_slots(capacity=5)
    for number, slot in enumerate(roster.slots.all()):
        register_guest(page, email=f"n{number}@exemple.test", slot=str(slot.pk))
    assert "Il reste" not in panel(page)


def test_who_is_registered_sees_their_registration_even_once_it_is_closed():
    page, _ = make_session()
    browser = signed_in(candidate())
    assert "Voir mon inscription" not in panel(page, browser)
    browser.post(form_path(page), {"agreed": "on"})
    answer = browser.get(page.url)
    assert "Voir mon inscription" in text_of(answer)
    assert "public" not in answer.get("Cache-Control", "")
    assert "Voir mon inscription" not in panel(page)
    page.status = "postponed"
    page.save()
    assert "Voir mon inscription" in panel(page, browser)


def test_an_invitation_says_who_registers():
    page, _ = make_session(audience="invitation")
    assert "C’est le service emploi qui inscrit" in panel(page)


def test_nothing_of_it_is_in_the_index():
    page, _ = make_session()
    before = list(Opportunity.objects.filter(pk=page.pk).values())
    assert before
    register_guest(page)
    assert list(Opportunity.objects.filter(pk=page.pk).values()) == before


def test_it_costs_two_queries_and_one_more_for_who_is_signed_in(rf: RequestFactory):
    page, _ = with_slots()
    template = Template("{% load recruitment_tags %}{% places_left page as places %}")
    request = rf.get("/")
    request.user = candidate()
    assert request.user.levels
    with CaptureQueriesContext(connection) as queries:
        template.render(Context({"page": page}))
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        template.render(Context({"page": page, "request": request}))
    assert len(queries) == 3
