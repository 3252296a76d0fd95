"""Hours of a week: the law's, fewer, or none at the person's request, and for which reasons.

A disability recognition (RQTH) is no reason: alone, it waives nothing.
"""

from datetime import date

from portal.followup.configuration import delays
from portal.followup.configuration.delays import Delay
from portal.followup.configuration.models import Term
from portal.followup.configuration.terms import WAIVES_HOURS
from portal.followup.contract.errors import ContractError
from portal.followup.contract.models import EngagementContract
from snippets.french import NBSP

Regime = EngagementContract.Regime
NO_WAIVER = (
    "Ce motif ne permet pas une dispense. La loi la prévoit pour la santé, le handicap, "
    "l’invalidité, un parent isolé sans garde pour un enfant de moins de 12 ans, ou l’aide à un "
    "proche. Une RQTH seule n’y suffit pas."
)


def bounds(day: date) -> tuple[int, int]:
    """The fewest and the most hours of a week, in force on a day."""
    known = delays.all_values()
    return known.value(Delay.HOURS_MIN, day), known.value(Delay.HOURS_MAX, day)


def may_waive(reason: Term | None) -> bool:
    """Whether the law waives hours for this reason."""
    return reason is not None and reason.code in WAIVES_HOURS


def check_hours(*, regime: str, hours: int | None, reason: Term | None, day: date) -> int | None:
    """The hours to write, 0 for a waiver; None while they are not known.

    Raises ContractError for hours that the regime does not allow. What is only missing passes.
    """
    if regime == Regime.WAIVED:
        if reason is not None and not may_waive(reason):
            raise ContractError(NO_WAIVER, field="hours_reason")
        return 0
    if hours is None:
        return None
    least, most = bounds(day)
    if regime == Regime.REDUCED and not 1 <= hours < least:
        message = (
            f"Une durée réduite va de 1{NBSP}h à {least - 1}{NBSP}h par semaine. Elle n’est jamais "
            "nulle\u00a0: pour aucune heure, la personne demande une dispense."
        )
        raise ContractError(message, field="weekly_hours")
    if regime == Regime.FULL and not least <= hours <= most:
        message = (
            f"La loi prévoit {least}{NBSP}h au moins, et le Département {most}{NBSP}h au plus. "
            "Pour moins d’heures, choisissez une durée réduite et son motif."
        )
        raise ContractError(message, field="weekly_hours")
    return hours
