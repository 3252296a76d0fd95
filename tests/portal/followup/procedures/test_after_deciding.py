"""What follows a decision: notice, sanction, suppression, removal, hold, end."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.clocks.legal import after_months
from portal.followup.models import Beneficiary, ProcedureAct, SanctionPeriod, SanctionProcedure
from portal.followup.procedures import holds, services
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    HeldError,
    MissingError,
    NotYoursError,
    ProcedureError,
)
from portal.followup.procedures.missing import missing_of
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.followup.people_of_the_area import replace
from tests.portal.followup.procedures.deciding import decide, refused, setting
from tests.portal.followup.procedures.laid import (
    SUPPRESSION,
    latest,
    make_appeal,
    make_procedure,
    today,
)


def act(cast, row, service, **values):
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        row = latest(row)
        return service(procedure=row, actor=actor, version=row.version, **values)


def test_a_decision_is_notified_and_its_sanction_begins_after(cast):
    row = make_procedure(cast.case, cast.referent, "decided", decider=cast.manager)
    with pytest.raises(ProcedureError, match="ne commence pas avant"):
        act(
            cast,
            row,
            services.notify_decision,
            received_on=today(),
            proof="handed",
            starts_on=today() - timedelta(days=1),
        )
    setting("appeal_months", 3, today())
    told = act(
        cast,
        row,
        services.notify_decision,
        received_on=today(),
        proof="handed",
        starts_on=today(),
    )
    assert told.appeal_until == after_months(today(), 3)
    with system_scope(Scope.TEST):
        period = SanctionPeriod.unscoped.get()
    assert (period.starts_on, period.ends_on) == (today(), after_months(today(), 1))
    with pytest.raises(ProcedureError, match="court jusqu’au"):
        act(cast, row, services.end)


def test_a_sanction_does_not_begin_before_the_day_that_was_decided(cast):
    later = today() + timedelta(days=10)
    row = make_procedure(cast.case, cast.referent, "decided", decider=cast.manager, effect_on=later)
    told = {"received_on": today(), "proof": "handed"}
    with pytest.raises(ProcedureError, match="pas avant") as error:
        act(cast, row, services.notify_decision, starts_on=later - timedelta(days=1), **told)
    assert error.value.field == "starts_on"
    assert latest(row).state == "decided"
    assert act(cast, row, services.notify_decision, starts_on=later, **told).effect_on == later


def test_who_stands_in_for_the_referent_does_not_decide(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    absence = replace(cast.referent, cast.manager)
    assert isinstance(refused(cast, row), NotYoursError)
    with system_scope(Scope.TEST):
        absence.delete()
    assert decide(cast, row).state == "decided"


def test_two_sanctions_never_cover_the_same_day(cast):
    make_procedure(cast.case, cast.referent, "in_force", decider=cast.manager)
    row = make_procedure(cast.case, cast.referent, "decided", decider=cast.manager)
    with pytest.raises(ProcedureError) as error:
        act(
            cast,
            row,
            services.notify_decision,
            received_on=today(),
            proof="handed",
            starts_on=today(),
        )
    assert error.value.field == "starts_on"
    assert latest(row).state == "decided"


def total(cast, **values):
    # Decided nine months ago, over since five.
    started = after_months(today(), -9)
    days = {
        "notice_received_on": started - timedelta(days=40),
        "observations_until": started - timedelta(days=30),
        "decided_on": started - timedelta(days=10),
        "decision_received_on": started - timedelta(days=5),
        "effect_on": started,
    }
    return make_procedure(
        cast.case,
        cast.referent,
        "in_force",
        decider=cast.manager,
        **(SUPPRESSION | days | values),
    )


def test_suppression_removal_and_end_of_right_are_three_acts(cast):
    row = total(cast)
    with pytest.raises(ProcedureError, match="vient après la proposition"):
        act(cast, row, services.end_right, reason="Quatre mois")
    assert latest(row).removal_proposed_on is None
    act(cast, row, services.propose_removal, reason="Aucune reprise")
    row = latest(row)
    assert (row.removal_proposed_on, row.right_ended_on, row.state) == (today(), None, "in_force")
    act(cast, row, services.end)
    assert latest(row).right_ended_on is None
    act(cast, row, services.end_right, reason="Aucune reprise")
    assert latest(row).right_ended_on == today()


def test_the_right_ends_neither_before_the_suppression_does_nor_during_an_appeal(cast):
    row = total(cast, removal_proposed_on=today(), effect_on=after_months(today(), -3))
    with pytest.raises(ProcedureError, match="court jusqu’au"):
        act(cast, row, services.end_right, reason="x")
    with system_scope(Scope.TEST):
        SanctionPeriod.unscoped.update(ends_on=today())
    make_appeal(row)
    with pytest.raises(ProcedureError, match="recours attend"):
        act(cast, row, services.end_right, reason="x")


def test_a_part_of_the_right_or_fewer_months_lead_to_no_removal(cast):
    row = total(cast, rate=90)
    with pytest.raises(ProcedureError, match="suppression totale"):
        act(cast, row, services.propose_removal, reason="x")
    with system_scope(Scope.TEST):
        SanctionProcedure.unscoped.update(rate=100, months=3)
    with pytest.raises(ProcedureError, match="suppression totale"):
        act(cast, row, services.propose_removal, reason="x")
    setting("removal_months", 3)
    act(cast, row, services.propose_removal, reason="x")


def test_it_is_lifted_on_a_day_and_the_period_ends_then(cast):
    row = make_procedure(cast.case, cast.referent, "in_force", decider=cast.manager)
    act(cast, row, services.lift, on=today(), reason="Elle a repris.")
    with system_scope(Scope.TEST):
        period = SanctionPeriod.unscoped.get()
        kinds = [*ProcedureAct.unscoped.values_list("kind", flat=True)]
    assert (latest(row).state, period.ends_on, kinds) == ("lifted", today(), ["lift"])


def test_on_hold_it_goes_nowhere_until_somebody_resumes_it(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    with pytest.raises(ProcedureError, match="Dites pourquoi"):
        act(cast, row, services.hold, reason=" ")
    act(cast, row, services.hold, reason="Hospitalisée.")
    assert isinstance(refused(cast, row), HeldError)
    assert "Hospitalisée." in missing_of(latest(row), today())[0].sentence
    act(cast, row, services.resume)
    assert decide(cast, row).state == "decided"


def test_a_date_is_put_off_and_never_brought_forward(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    with pytest.raises(ProcedureError) as error:
        act(cast, row, services.postpone, until=row.observations_until, reason="x")
    assert error.value.field == "until"
    later = today() + timedelta(days=9)
    act(cast, row, services.postpone, until=later, reason="Elle demande un délai.")
    assert latest(row).observations_until == later
    assert isinstance(refused(cast, row), MissingError)


def test_two_managers_do_not_decide_over_each_other(cast):
    row = make_procedure(cast.case, cast.referent, "notified")
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        services.hold(procedure=row, reason="Vu", actor=actor, version=1)
        with pytest.raises(ChangedMeanwhileError):
            services.resume(procedure=row, actor=actor, version=1)


def test_what_goes_on_holds_retention(cast):
    def held(state, **values):
        with transaction.atomic(), system_scope(Scope.TEST):
            row = make_procedure(cast.case, cast.referent, state, decider=cast.manager, **values)
            found = holds.is_held(cast.case)
            appealed = make_appeal(row) if state == "lifted" else None
            with_appeal = bool(appealed) and holds.is_held(cast.case)
            transaction.set_rollback(True)
        return found, with_appeal

    long_ago = {"appeal_until": today() - timedelta(days=1)}
    with system_scope(Scope.TEST):
        assert not holds.is_held(cast.case)
        assert not Beneficiary.unscoped.filter(holds.held()).exists()
    assert held("notified") == (True, False)
    assert held("in_force", **long_ago) == (True, False)
    assert held("lifted", **long_ago) == (False, True)
    assert held("lifted", appeal_until=today()) == (True, True)


def test_what_was_closed_is_over(cast):
    row = make_procedure(cast.case, cast.referent, "closed")
    assert isinstance(refused(cast, row), ForbiddenMoveError)
