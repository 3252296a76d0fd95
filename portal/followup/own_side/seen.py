"""Which steps a linked person reads, which procedure waits for what they say.

Inside a scope of the site: what the person reads, and what they may say of it, is the same.
"""

from typing import Any

from django.db.models import Q

from portal.followup.contract.models import ActionStep, EngagementContract
from portal.followup.own_side.models import SharedItem
from portal.followup.procedures.models import SanctionProcedure
from portal.followup.procedures.states import BEFORE_DECISION, S


def steps_shown(case: int) -> Any:
    """A query of them: of the goals of the signed contract, and those that the team shared.

    Steps may be added to these goals, or written anew, after the signature, and a contract signed
    on paper is often typed later: no date tells which were signed, and the page claims none.
    """
    shared = SharedItem.unscoped.filter(
        beneficiary=case, kind=SharedItem.Kind.STEP, ended_at__isnull=True
    )
    return ActionStep.unscoped.filter(
        Q(goal__contract__state=EngagementContract.State.SIGNED)
        | Q(pk__in=shared.order_by().values("step")),
        beneficiary=case,
    )


def procedure_of(case: int) -> SanctionProcedure | None:
    """The one that waits for observations, in time or not."""
    rows = SanctionProcedure.unscoped.filter(
        beneficiary=case, state__in=BEFORE_DECISION - {S.OPENED}
    )
    found: SanctionProcedure | None = rows.select_related("report").first()
    return found
