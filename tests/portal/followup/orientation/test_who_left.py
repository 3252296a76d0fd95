"""Somebody who left: forms say so, and offer what is still possible."""

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.models import Appointment, Exit, Orientation
from portal.followup.orientation import exits
from portal.followup.rows.scope import acting_as
from tests.portal.accounts.people import signed_in
from tests.portal.followup.orientation.things import address, make_appointment, rows, sent_back

pytestmark = pytest.mark.django_db


def leave(world):
    user = world.officer.user
    with acting_as(user):
        exits.record_exit(
            beneficiary=world.case, reason="move", on=timezone.localdate(), actor=Actor(user)
        )


@pytest.mark.parametrize("name", ["orient", "orient_france_travail", "assign", "exit"])
def test_an_officer_is_offered_to_undo_the_exit_and_nothing_else(world, name):
    leave(world)
    page = signed_in(world.officer.user).get(address(name, world.case)).content.decode()
    assert f"Enregistrée par {world.officer.user}" in page
    assert address("take_back_exit", world.case) in page
    assert "<textarea" not in page


@pytest.mark.parametrize("name", ["assign", "appointment_plan", "quick"])
def test_a_manager_is_told_whom_to_ask(world, name):
    leave(world)
    page = signed_in(world.manager.user).get(address(name, world.case)).content.decode()
    assert "demandez à une personne chargée d’orientation" in page
    assert address("take_back_exit", world.case) not in page


def test_the_header_offers_no_appointment_to_note(world):
    browser = signed_in(world.manager.user)
    button = f'href="{address("quick", world.case)}"'
    assert button in browser.get(address("pathway", world.case)).content.decode()
    leave(world)
    assert button not in browser.get(address("pathway", world.case)).content.decode()
    plan = address("appointment_plan", world.case)
    assert plan not in browser.get(address("appointments", world.case)).content.decode()


def test_an_appointment_that_was_held_is_noted_and_nothing_comes_next(world):
    held = make_appointment(world.case, world.referent, days=-2)
    leave(world)
    browser = signed_in(world.manager.user)
    url = address("quick", world.case)
    page = browser.get(url)
    assert {"step", "next_on", "on"}.isdisjoint(page.context["form"].fields)
    data = sent_back(page, state="held", text="Point fait avant le départ.")
    assert browser.post(url, data | {"appointment": "non-prevu"}).status_code == 422
    assert (
        browser.post(url, data | {"next_on": "2099-01-01", "next_at": "10:00"}).status_code == 302
    )
    assert [one.state for one in rows(Appointment, beneficiary=world.case)] == ["held"]
    assert rows(Appointment)[0].pk == held.pk


def test_a_form_that_was_open_shows_the_exit_and_what_was_typed(world):
    browser = signed_in(world.officer.user)
    url = address("exit", world.case)
    data = sent_back(browser.get(url), reason="other", situation="Écrit au même moment.")
    leave(world)
    answer = browser.post(url, data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "déménagement hors du département" in page
    assert "Écrit au même moment." in page
    assert len(rows(Exit)) == 1
    assert browser.post(address("orient", world.case), {}).status_code == 409
    assert len(rows(Orientation, beneficiary=world.case)) == 1


def test_an_exit_that_somebody_undid_is_said_to_be(world):
    leave(world)
    browser = signed_in(world.officer.user)
    url = address("take_back_exit", world.case)
    assert browser.post(url, {"why": "Homonyme"}).status_code == 302
    page = browser.post(url, {"why": "Homonyme"}, follow=True).content.decode()
    assert "La sortie est déjà annulée" in page
