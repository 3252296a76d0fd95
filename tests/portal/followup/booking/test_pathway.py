"""What becomes of invitations when the referent changes, and when the pathway ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.booking.services import choosing
from portal.followup.booking.states import I, M
from portal.followup.models import Appointment, Handover
from portal.followup.orientation.exits import record_exit
from portal.followup.orientation.services.assigning import assign
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.booking.diaries import (
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
)
from tests.portal.followup.cast import make_appointment
from tests.portal.followup.people_of_the_area import make_professional, orient

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(db):
    professional = make_professional()
    open_diary(professional)
    return professional


@pytest.fixture
def officer(db):
    return make_professional(LevelName.ORIENTATION_OFFICER)


def hand_over(case, officer, to, row, fate):
    with acting_as(officer.user):
        assign(
            beneficiary=case,
            professional=to,
            fates={("appointment", row.pk): fate},
            actor=Actor(officer.user),
        )


@pytest.mark.parametrize("is_named", [True, False])
def test_what_a_transfer_cancels_is_offered_again_in_the_diary_of_the_new_referent(
    adviser, officer, is_named
):
    case = make_case(adviser)
    orient(case)
    invitation = invite(case, adviser, professional=adviser if is_named else None)
    row = choose(invitation)
    other = make_professional(unit=adviser.unit)
    open_diary(other)
    hand_over(case, officer, other, row, Handover.Fate.CANCELLED)
    again = now_of(invitation)
    assert (again.state, again.round) == (I.WAITING, 2)
    assert len(messages_of(case, kind="cancellation")) == 1
    assert choose(invitation).professional_id == other.pk


def test_what_a_transfer_hands_over_may_stand_beside_what_the_new_referent_has(adviser, officer):
    case = make_case(adviser)
    orient(case)
    invitation = invite(case, adviser)
    row = choose(invitation)
    other = make_professional(unit=adviser.unit)
    open_diary(other)
    make_appointment(make_case(other), other, row.starts_at, holds_slot=True)
    hand_over(case, officer, other, row, Handover.Fate.MOVED)
    moved = now_of(row)
    assert (moved.professional_id, moved.holds_slot, moved.state) == (other.pk, False, "planned")
    page = Client().get(f"/rendez-vous/{invitation.token}/pris/").content.decode()
    assert other.name in page
    # The person is told whom they meet now.
    assert len(messages_of(case, kind="confirmation")) == 2


def test_an_exit_ends_what_waits_and_leaves_what_was_had(adviser, officer):
    case = make_case(adviser)
    orient(case)
    had = invite(case, adviser, category=make_category("Bilan"))
    row = choose(had)
    with system_scope(Scope.TEST):
        Appointment.unscoped.filter(pk=row.pk).update(
            state="held", starts_at=timezone.now() - timedelta(days=1)
        )
    waiting = invite(case, adviser)
    booked = invite(case, adviser, category=make_category("Autre bilan"))
    choose(booked, 3)
    with acting_as(officer.user):
        record_exit(
            beneficiary=case,
            reason="employment",
            on=timezone.localdate(),
            actor=Actor(officer.user),
        )
    states = [now_of(one).state for one in (had, waiting, booked)]
    assert states == [I.BOOKED, I.WITHDRAWN, I.WITHDRAWN]
    for invitation in (waiting, booked):
        assert Client().get(f"/rendez-vous/{invitation.token}/").status_code == 410
        with pytest.raises(choosing.UnusableLinkError):
            choosing.choose(token=invitation.token, slot="x")
    assert M.PLANNED not in {one.state for one in messages_of(case)}
