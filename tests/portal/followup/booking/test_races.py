"""A crowd at the same second: nobody shares a slot, whoever plans, moves and cancels."""

import random
from collections import Counter
from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.appointments import services as appointments
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.booking import answering
from portal.followup.booking.errors import SlotTakenError
from portal.followup.booking.models import Invitation
from portal.followup.booking.services import choosing, reminders, summoning
from portal.followup.booking.slots import free_slots
from portal.followup.booking.states import I
from portal.followup.models import Appointment, Handover
from portal.followup.orientation.errors import HandoverMissingError
from portal.followup.orientation.services.assigning import assign
from portal.followup.orientation.services.handing_over import what_to_hand_over
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.booking.diaries import (
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
    slots,
)
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)
from tests.races import at_once, errors_at_once
from tests.sizes import at_size

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SLOTS, AT_ONCE = at_size(80, 200), at_size(20, 50), 8


def crowd(adviser, category, people):
    """Invitations that wait, as `invite` leaves them, without their messages."""
    with system_scope(Scope.TEST):
        return [
            Invitation.unscoped.create(
                beneficiary=make_beneficiary(adviser),
                category=category,
                round_at=timezone.now(),
                answer_days=15,
            ).token
            for _ in range(people)
        ]


def leave(adviser, category, count):
    """Take every slot but so many."""
    with system_scope(Scope.TEST):
        other = make_beneficiary()
        surplus = free_slots(adviser, category)[count:]
        for slot in surplus:
            Appointment.unscoped.create(
                beneficiary=other,
                professional=adviser,
                starts_at=slot.starts_at,
                minutes=slot.minutes,
            )
    assert len(slots(adviser, category)) == count


def picking(tokens, seed):
    """Some people, one after the other: each looks, picks, and looks again when it is gone."""
    draw = random.Random(seed)

    def pick():
        taken = 0
        for token in tokens:
            while True:
                with choosing.by_link():
                    free = choosing.slots_of(choosing.invitation_of(token))
                if not free:
                    break
                # Everybody likes the first hours best.
                wanted = draw.choice(free[:5]).key
                try:
                    choosing.choose(token=token, slot=wanted)
                except SlotTakenError:
                    continue
                taken += 1
                break
        return taken

    return pick


def booked(tokens):
    with system_scope(Scope.TEST):
        rows = Appointment.unscoped.filter(invitation__token__in=tokens, state="planned")
        return Counter(rows.values_list("starts_at", flat=True))


def test_a_crowd_picks_among_fewer_slots():
    adviser, category = make_professional(), make_category(minutes=45)
    open_diary(adviser)
    leave(adviser, category, SLOTS)
    tokens = crowd(adviser, category, PEOPLE)
    share = PEOPLE // AT_ONCE
    results = at_once(
        *(picking(tokens[seed * share : (seed + 1) * share], seed) for seed in range(AT_ONCE))
    )
    assert sum(results) == SLOTS, results
    found = booked(tokens)
    assert len(found) == SLOTS
    assert set(found.values()) == {1}
    assert slots(adviser, category) == []
    with system_scope(Scope.TEST):
        states = Counter(Invitation.unscoped.values_list("state", flat=True))
    assert states == {I.BOOKED: SLOTS, I.WAITING: PEOPLE - SLOTS}


def test_the_same_without_the_lock_nor_the_constraint_gives_an_hour_twice(monkeypatch):
    adviser, category = make_professional(), make_category(minutes=45)
    open_diary(adviser)
    leave(adviser, category, 5)
    tokens = crowd(adviser, category, 40)

    def beside(appointment):
        appointment.holds_slot = False
        appointment.save()
        return appointment

    monkeypatch.setattr(answering, "hold_diary", mock.Mock())
    monkeypatch.setattr(choosing, "_written", beside)
    at_once(*(picking(tokens[seed * 5 : (seed + 1) * 5], seed) for seed in range(AT_ONCE)))
    assert max(booked(tokens).values()) > 1


def test_free_slots_are_counted_under_read_committed_alone():
    with pytest.raises(RuntimeError, match="in a transaction"):
        answering.hold_diary(1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(RuntimeError, match="READ COMMITTED"):
            answering.hold_diary(1)


def test_one_hour_is_had_by_one_of_the_person_the_colleague_and_the_summons():
    adviser, category = make_professional(), make_category(minutes=45)
    open_diary(adviser)
    invited = invite(make_case(adviser, email=""), adviser, category=category, by_mail=False)
    planned, summoned = make_case(adviser, email=""), make_case(adviser, email="")
    with system_scope(Scope.TEST):
        slot = free_slots(adviser, category)[0]
    actor = Actor(adviser.user)

    def plan():
        with acting_as(adviser.user):
            return appointments.plan(
                beneficiary=planned, professional=adviser, starts_at=slot.starts_at, actor=actor
            )

    def summon():
        with acting_as(adviser.user):
            return summoning.summon(
                beneficiary=summoned,
                category=category,
                professional=adviser,
                starts_at=slot.starts_at,
                reason="Bilan",
                actor=actor,
            )

    errors = errors_at_once(
        lambda: choosing.choose(token=invited.token, slot=slot.key), plan, summon
    )
    assert len(errors) == 2
    assert {type(error) for error in errors} <= {SlotTakenError, DoubleBookingError}
    with system_scope(Scope.TEST):
        assert Appointment.unscoped.filter(starts_at=slot.starts_at).count() == 1


def test_the_same_person_on_two_phones_takes_one_slot():
    adviser, category = make_professional(), make_category(minutes=45)
    open_diary(adviser)
    invited = invite(make_case(adviser, email=""), adviser, category=category, by_mail=False)
    wanted = slots(adviser, category)[:4]
    errors = errors_at_once(
        *(lambda slot=slot: choosing.choose(token=invited.token, slot=slot) for slot in wanted)
    )
    assert len(errors) == 3
    assert sum(booked([invited.token]).values()) == 1


def test_a_choice_against_the_deadline_is_one_or_the_other_and_loses_nothing():
    adviser, category = make_professional(), make_category(minutes=45)
    open_diary(adviser)
    case = make_case(adviser)
    invited = invite(case, adviser, category=category)
    with system_scope(Scope.TEST):
        Invitation.unscoped.update(deadline_on=timezone.localdate() - timedelta(days=1))
    slot = slots(adviser, category)[0]
    late = timezone.now() + timedelta(days=4)
    errors = errors_at_once(
        lambda: choosing.choose(token=invited.token, slot=slot),
        lambda: reminders.expire(now=timezone.now()),
        lambda: reminders.send_due(now=late),
    )
    assert errors == []
    assert now_of(invited).state == I.BOOKED
    assert messages_of(case, kind="reminder")[0].state in {"dropped", "queued"}


def test_a_transfer_and_a_choice_wait_for_each_other():
    unit = make_unit()
    adviser, other = make_professional(unit=unit), make_professional(unit=unit)
    for one in (adviser, other):
        open_diary(one)
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    cases = [make_case(adviser, email="") for _ in range(4)]
    invited = []
    for case in cases:
        orient(case)
        invited.append(invite(case, adviser, category=make_category(), by_mail=False))

    def hand_over(case):
        with acting_as(officer.user):
            assign(
                beneficiary=case,
                professional=other,
                fates={one.key: Handover.Fate.CANCELLED for one in what_to_hand_over(case)},
                actor=Actor(officer.user),
            )

    def pick(invitation, position):
        with choosing.by_link():
            free = choosing.slots_of(choosing.invitation_of(invitation.token))
        choosing.choose(token=invitation.token, slot=free[position].key)

    errors = errors_at_once(
        *(lambda case=case: hand_over(case) for case in cases),
        *(
            lambda one=one, position=position: pick(one, position)
            for position, one in enumerate(invited)
        ),
    )
    # A slot may be gone, or something to hand over may have come: nobody is stopped by a deadlock.
    assert {type(error) for error in errors} <= {SlotTakenError, HandoverMissingError}
