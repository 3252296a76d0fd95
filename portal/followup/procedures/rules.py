"""Who reports, conducts, decides, answers: one predicate each, True or False and nothing else."""

from typing import Any

from django.db.models import Q

from portal.accounts.capabilities import (
    CONDUCT_PROCEDURES,
    REPORT_BREACH,
    has_capability,
)
from portal.followup.access import reach
from portal.followup.access.rules import may_write_case
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary
from portal.followup.procedures.models import Appeal, BreachReport, SanctionProcedure
from portal.followup.procedures.states import Role


def may_report(user: Any, case: Beneficiary) -> bool:
    """Whether a person reports a breach: referent, team, manager of the unit."""
    return has_capability(user, REPORT_BREACH) and may_write_case(user, case)


def may_withdraw(user: Any, report: BreachReport) -> bool:
    """Whether a person takes a report back: who wrote it, as long as they follow the case."""
    return report.reported_by.user_id == user.pk and may_report(user, report.beneficiary)


def reads_procedures(user: Any, case: Beneficiary) -> bool:
    """Whether a person reads what comes after a report: a delegated body does not."""
    return reach.procedure_ids(user).filter(pk=case.pk).exists()


def may_conduct(user: Any, case: Beneficiary) -> bool:
    """Whether a person conducts a procedure: manager of the unit, not the referent or deputy."""
    if not has_capability(user, CONDUCT_PROCEDURES):
        return False
    return reach.conducted_ids(user).filter(pk=case.pk).exists()


def may_decide(user: Any, procedure: SanctionProcedure) -> bool:
    """Whether a person decides: who conducts, and was not the referent since the facts."""
    if not may_conduct(user, procedure.beneficiary):
        return False
    facts_on = procedure.report.facts_on
    was_referent = ReferentAssignment.unscoped.filter(
        Q(ends_at__isnull=True) | Q(ends_at__date__gte=facts_on),
        beneficiary=procedure.beneficiary_id,
        professional__user=user.pk,
    ).exists()
    return not was_referent


def may_answer(user: Any, appeal: Appeal) -> bool:
    """Whether a person answers an appeal: whoever has the level, and had no part in it."""
    return Appeal.objects.visible_to(user).filter(reach.answers(user), pk=appeal.pk).exists()


def holds_role(user: Any, role: Role, procedure: SanctionProcedure) -> bool:
    """Whether a person is that, for this procedure."""
    match role:
        case Role.CONDUCTOR:
            return may_conduct(user, procedure.beneficiary)
        case Role.DECIDER:
            return may_decide(user, procedure)
        case Role.APPEALS:
            waiting = procedure.appeals.filter(decided_on__isnull=True)
            return any(may_answer(user, appeal) for appeal in waiting)
        case _:
            return False
