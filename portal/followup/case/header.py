"""What never scrolls away: who, which path, which referent, which contract, what presses."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.followup.clocks.kinds import Kind, Told
from portal.followup.clocks.services import clocks_of
from portal.followup.models import (
    Appointment,
    Beneficiary,
    EngagementContract,
    Orientation,
    ReferentAssignment,
)

# What ends later than this does not press yet.
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Header:
    """`age` in whole years; `orientation`, `referent`, `contract` are None when there is none.

    `alerts`: what the clocks say that presses, the first to end first. Without `is_whole`, whether
    there is a contract or an appointment is not known to who reads: nothing is said of them.
    """

    is_whole: bool
    age: int
    orientation: Orientation | None
    referent: ReferentAssignment | None
    contract: EngagementContract | None
    next_appointment: datetime | None
    alerts: list[Told]


def header_of(case: Beneficiary, *, today: date | None = None, reads_all: bool = True) -> Header:
    """The header of a case, whose rows are read as the person whose scope is open.

    Rows of the case come through the second lock: an orientation officer has no contract here, and
    is told of the orientation alone (`reads_all`).
    """
    today = today or timezone.localdate()
    contracts = EngagementContract.unscoped.filter(
        beneficiary=case, state__in=["draft", "proposed", "signed"]
    )
    referent = ReferentAssignment.unscoped.filter(beneficiary=case, ends_at__isnull=True)
    planned = Appointment.unscoped.filter(
        beneficiary=case, state=Appointment.State.PLANNED, starts_at__gte=timezone.now()
    )
    return Header(
        is_whole=reads_all,
        age=_age(case.birth_date, today),
        orientation=Orientation.unscoped.filter(beneficiary=case, ends_on__isnull=True).first(),
        referent=referent.select_related("professional", "structure").first(),
        contract=contracts.order_by("-state").first(),
        next_appointment=planned.order_by("starts_at").values_list("starts_at", flat=True).first(),
        alerts=_alerts(case, today, reads_all=reads_all),
    )


def _alerts(case: Beneficiary, day: date, *, reads_all: bool) -> list[Told]:
    found = clocks_of(case, day=day, reads_all=reads_all)
    return [
        Told(clock, day)
        for clock in found
        if clock.due_on is None or clock.due_on <= day + _SOON or clock.kind == Kind.TRANSITION
    ]


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
