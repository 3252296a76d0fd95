"""What was decided of a pathway, in a sentence: shown to whoever was deciding at the same time."""

from typing import Any

from portal.followup.orientation.models import (
    Orientation,
    ReferentAssignment,
    ReorientationRequest,
)
from snippets import french

_State = ReorientationRequest.State


def described(row: Any) -> str:
    """What somebody else decided."""
    match row:
        case Orientation():
            return (
                f"Parcours {row.get_path_display().lower()}, {row.structure}, décidé le "
                f"{french.long_day(row.starts_on)}. {row.reason}"
            )
        case ReferentAssignment():
            return f"Référent·e\u00a0: {row.professional} ({row.structure})"
        case ReorientationRequest():
            return f"Demande {row.get_state_display().lower()}. {row.answer or row.reason}"
        case _:
            return "La décision précédente a été retirée."


def what_became_of(request: ReorientationRequest) -> str:
    """Who sent, answered or withdrew a request, and when: « Demande acceptée par … »."""
    if request.state == _State.DRAFT:
        return "Elle est en brouillon."
    moment, who = request.decided_at, request.decided_by
    if request.state == _State.SENT:
        moment, who = request.sent_at, request.asked_by
    by = f" par {who}" if who else ""
    at = f", {french.full_date(moment)} à {french.hour(moment)}" if moment else ""
    return f"Demande {request.get_state_display().lower()}{by}{at}."
