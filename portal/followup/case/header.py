"""What never scrolls away: who, which path, which referent, which contract, what presses.

Every screen of a case begins with it: what holds now is one statement, written once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.followup.clocks.kinds import Kind, Told
from portal.followup.clocks.services import clocks_of
from portal.followup.models import Beneficiary, EngagementContract, Path
from portal.followup.rows.prepared import rows_of

# What ends later than this does not press yet.
_SOON = timedelta(days=30)
# Each is there once at most, as constraints say; of contracts, the one in force comes first.
_NOW = """
SELECT orientation.path, orientation.starts_on, oriented_to.name,
       professional.id, professional.user_id, professional.name, employer.name,
       contract.state, contract.regime, contract.weekly_hours, contract.signed_on, contract.ends_on,
       (
           SELECT starts_at FROM followup_appointment
           WHERE beneficiary_id = %(case)s AND state = 'planned' AND starts_at >= %(now)s
           ORDER BY starts_at LIMIT 1
       )
FROM (VALUES (%(case)s)) AS asked (id)
LEFT JOIN followup_orientation AS orientation
    ON orientation.beneficiary_id = asked.id AND orientation.ends_on IS NULL
LEFT JOIN snippets_organisation AS oriented_to ON oriented_to.id = orientation.structure_id
LEFT JOIN followup_referentassignment AS assignment
    ON assignment.beneficiary_id = asked.id AND assignment.ends_at IS NULL
LEFT JOIN followup_professional AS professional ON professional.id = assignment.professional_id
LEFT JOIN snippets_organisation AS employer ON employer.id = assignment.structure_id
LEFT JOIN LATERAL (
    SELECT state, regime, weekly_hours, signed_on, ends_on
    FROM followup_engagementcontract
    WHERE beneficiary_id = asked.id AND state IN ('draft', 'proposed', 'signed')
    ORDER BY state DESC LIMIT 1
) AS contract ON true
"""
_PATHS: dict[str, Any] = dict(Path.choices)
_STATES: dict[str, Any] = dict(EngagementContract.State.choices)
_REGIMES: dict[str, Any] = dict(EngagementContract.Regime.choices)


@dataclass(frozen=True, slots=True)
class PresentPath:
    """The present orientation; `said` is its path in words."""

    said: str
    starts_on: date
    structure: str


@dataclass(frozen=True, slots=True)
class PresentReferent:
    """Who follows the person, with the key of their account, and for which structure."""

    professional_id: int
    user_id: int | None
    name: str
    structure: str


@dataclass(frozen=True, slots=True)
class PresentContract:
    """The contract in force, or else the one in preparation; `said` is its state in words."""

    said: str
    regime: str
    weekly_hours: int | None
    signed_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Header:
    """`age` in whole years; `orientation`, `referent`, `contract` are None when there is none.

    `alerts`: what the clocks say that presses, the first to end first. Without `is_whole`, whether
    there is a contract or an appointment is not known to who reads: nothing is said of them.
    """

    is_whole: bool
    age: int
    orientation: PresentPath | None
    referent: PresentReferent | None
    contract: PresentContract | None
    next_appointment: datetime | None
    alerts: list[Told]


def header_of(case: Beneficiary, *, today: date | None = None, reads_all: bool = True) -> Header:
    """The header of a case, whose rows are read as the person whose scope is open.

    Rows of the case come through the second lock: an orientation officer has no contract here, and
    is told of the orientation alone (`reads_all`).
    """
    today = today or timezone.localdate()
    (
        (
            path,
            since,
            oriented_to,
            professional_id,
            user_id,
            name,
            employer,
            state,
            regime,
            weekly_hours,
            signed_on,
            ends_on,
            next_appointment,
        ),
    ) = rows_of(_NOW, {"case": case.pk, "now": timezone.now()})
    contract = None
    if state:
        said, regime_said = _STATES[state], _REGIMES.get(regime, "")
        contract = PresentContract(said, regime_said, weekly_hours, signed_on, ends_on)
    return Header(
        is_whole=reads_all,
        age=_age(case.birth_date, today),
        orientation=PresentPath(_PATHS[path], since, oriented_to) if path else None,
        referent=(
            PresentReferent(professional_id, user_id, name, employer) if professional_id else None
        ),
        contract=contract,
        next_appointment=next_appointment,
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
