"""What the team and the manager read of the person's side, through their rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from portal.followup.access import reach
from portal.followup.contract.models import EngagementContract
from portal.followup.models import Beneficiary, FileRequest, SharedItem, StepWord
from portal.followup.own_side import clock
from portal.followup.own_side.states import OPEN


@dataclass(frozen=True, slots=True)
class OwnSide:
    """What stands between a case and its person."""

    shared: list[SharedItem]
    ended: list[SharedItem]
    words: list[StepWord]
    requests: list[FileRequest]


def own_side_of(case: Beneficiary, user: Any) -> OwnSide:
    """Three queries."""
    rows = SharedItem.objects.visible_to(user).filter(beneficiary=case)
    items = list(rows.select_related("document", "step", "note"))
    words = StepWord.objects.visible_to(user).filter(beneficiary=case, taken_back_at__isnull=True)
    return OwnSide(
        shared=[item for item in items if item.ended_at is None],
        ended=[item for item in items if item.ended_at is not None],
        words=list(words.select_related("step")),
        requests=list(requests_of(case, user)),
    )


def requests_of(case: Beneficiary, user: Any) -> QuerySet[FileRequest]:
    """Those of a case."""
    rows: QuerySet[FileRequest] = FileRequest.objects.visible_to(user)
    return rows.filter(beneficiary=case)


def shared_keys(case: Beneficiary, user: Any, name: str) -> dict[int, SharedItem]:
    """What holds, by the key of the row that it shares: `document`, `step`."""
    rows = SharedItem.objects.visible_to(user).filter(
        **{"beneficiary": case, "ended_at__isnull": True, f"{name}__isnull": False}
    )
    return {getattr(item, f"{name}_id"): item for item in rows}


def steps_told(case: Beneficiary, user: Any, goals: Iterable[Any]) -> dict[str, Any]:
    """What a plan says of its steps beside their state, in two queries.

    `said`: what the person said done; `shared_steps`: shared one by one; `shown_steps`: those, and
    those of the signed contract, which the person reads anyway. `goals` have `goal` and `steps`.
    """
    words = StepWord.objects.visible_to(user).filter(beneficiary=case, taken_back_at__isnull=True)
    shared = shared_keys(case, user, "step").keys()
    signed = EngagementContract.State.SIGNED
    agreed = {
        step.pk
        for one in goals
        if one.goal.contract is not None and one.goal.contract.state == signed
        for step in one.steps
    }
    return {
        "said": {word.step_id: word for word in words},
        "shared_steps": set(shared),
        "shown_steps": agreed | set(shared),
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, and what its clock says."""

    request: FileRequest
    is_late: bool
    is_near: bool


def waiting_in_unit(user: Any, today: date, *, most: int | None = None) -> list[Waiting]:
    """Requests that the manager has to answer, the first to end first."""
    rows = (
        FileRequest.objects.visible_to(user)
        .filter(reach.manages(user, "beneficiary"), state__in=OPEN)
        .select_related("beneficiary")
        .order_by("due_on", "pk")
    )
    return [
        Waiting(row, clock.is_late(row, today), clock.is_near(row, today)) for row in rows[:most]
    ]


def answered_in_unit(user: Any, most: int = 50) -> list[FileRequest]:
    """The last ones that were answered."""
    rows = (
        FileRequest.objects.visible_to(user)
        .filter(reach.manages(user, "beneficiary"))
        .exclude(state__in=OPEN)
        .select_related("beneficiary")
    )
    return list(rows.order_by("-answered_on", "-pk")[:most])
