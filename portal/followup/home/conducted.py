"""What waits for who manages a unit, each line with its reason and the place where one acts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.followup.models import Beneficiary, SanctionProcedure
from portal.followup.procedures.queries import unit_work
from portal.followup.procedures.states import S


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case, and why it waits."""

    case: Beneficiary
    why: str


def waiting_in_unit(user: Any, day: date) -> list[Waiting]:
    """Reports without an answer, then procedures that only they may take further."""
    work = unit_work(user)
    found = [
        Waiting(
            row.beneficiary,
            f"Un manquement est signalé par {row.reported_by}\u00a0: ouvrez une procédure, ou "
            "classez-le.",
        )
        for row in work.reports
    ]
    found += [
        Waiting(row.beneficiary, why)
        for row in (*work.open, *work.in_force)
        if not row.is_held and (why := _why(row, day))
    ]
    return found


def _why(row: SanctionProcedure, day: date) -> str:
    if any(appeal.decided_on and not appeal.answer_received_on for appeal in row.appeals.all()):
        return "Le recours a sa réponse\u00a0: envoyez-la, puis notez sa réception."
    period = getattr(row, "period", None)
    match row.state:
        case S.OPENED:
            return "La procédure est ouverte\u00a0: envoyez le courrier, puis notez sa réception."
        case S.NOTIFIED if row.observations_until and day > row.observations_until:
            return (
                "Le délai d’observations est fini depuis le "
                f"{row.observations_until:%d/%m/%Y}\u00a0: la décision est à prendre."
            )
        case S.DECIDED:
            return "La décision est prise\u00a0: envoyez-la, puis notez sa réception."
        case S.IN_FORCE if period is not None and day >= period.ends_on:
            return "La sanction a fini son temps\u00a0: notez-le."
    return ""
