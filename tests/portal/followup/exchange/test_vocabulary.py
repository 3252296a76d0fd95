"""Appointments in France Travail's words: all pairs."""

import pytest

from portal.followup.appointments.models import Appointment
from portal.followup.exchange.vocabulary import (
    REASONS,
    STATUSES,
    Booked,
    Form,
    Reason,
    form_of,
    reason_of,
    status_of,
)
from portal.followup.models import Term
from portal.followup.rows.scope import Scope, system_scope

S = Appointment.State
FIRST = {"first", "diagnosis", "group", Booked.MANDATORY}
SUPPORT = {"contract", "follow_up", "review", "three_way", "home_visit"}
OTHER = {"handover", Booked.OPTIONAL, "", "added-by-staff"}
STATES = {
    (S.PLANNED, False): "PRIS",
    (S.PLANNED, True): "MODIFIE",
    (S.HELD, False): "EFFECTUE",
    (S.HELD, True): "EFFECTUE",
    (S.NO_SHOW, False): "ABSENT",
    (S.NO_SHOW, True): "ABSENT",
    (S.EXCUSED, False): "ANNULE",
    (S.EXCUSED, True): "ANNULE",
    (S.CANCELLED, False): "ANNULE",
    (S.CANCELLED, True): "ANNULE",
}


@pytest.mark.parametrize("kind", sorted(FIRST | SUPPORT | OTHER))
@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("is_oriented", [True, False])
@pytest.mark.parametrize("was_moved", [True, False])
def test_every_pair_of_state_and_category_has_one_word_each(kind, state, is_oriented, was_moved):
    wanted = "ORI" if kind in FIRST and not is_oriented else "ACC"
    assert reason_of(kind, is_oriented=is_oriented) == ("AUT" if kind in OTHER else wanted)
    assert status_of(state, was_moved=was_moved) == STATES[state, was_moved]
    assert form_of(kind) == (Form.COLLECTIVE if kind == "group" else Form.INDIVIDUAL)


def test_no_state_is_forgotten():
    assert STATUSES.keys() == {*S}
    assert {*Reason} == {reason for pair in REASONS.values() for reason in pair}


@pytest.mark.django_db
def test_every_type_that_the_program_knows_has_its_reason():
    with system_scope(Scope.TEST):
        codes = set(Term.unscoped.filter(list="appointment_kind").values_list("code", flat=True))
    assert codes - {""} == {code for code in REASONS if code not in {*Booked}}
