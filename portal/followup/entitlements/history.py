"""Who changed what of a right, in plain words."""

from collections.abc import Iterator
from typing import Any

from portal.followup.entitlements.models import Status
from portal.followup.entitlements.reasons import reason_in_words
from portal.followup.people.models import Beneficiary
from portal.followup.rows.changes import Entry, Told, changed, label_of, newest_first


def history_of(case: Beneficiary) -> list[Entry]:
    """The changes of a case's rights and moves, the newest first."""
    wanted = {"beneficiary_id": case.pk}
    return newest_first([*_RIGHTS.entries(wanted), *_MOVES.entries(wanted)])


def _right(before: Any, after: Any) -> Iterator[str]:
    said = Status(after.status).label
    if reason := reason_in_words(after.status, after.reason):
        said += f", {reason}"
    from_where = f" ({after.explanation})" if after.explanation else ""
    if after.pgh_label == "delete":
        yield f"Au {after.on:%d/%m/%Y}\u00a0: retiré"
    elif before is None:
        yield f"Au {after.on:%d/%m/%Y}\u00a0: {said}{from_where}"
    elif changed(before, after, "status", "reason"):
        was = Status(before.status).label
        yield f"Au {after.on:%d/%m/%Y}\u00a0: {was} → {said}{from_where}"
    elif names := [label_of(after, name) for name in _NAMED if changed(before, after, name)]:
        yield f"Au {after.on:%d/%m/%Y}, modifié\u00a0: {', '.join(names)}{from_where}"


def _move(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        where = f"{after.organism} {after.organism_number}"
        yield f"{after.get_direction_display()} le {after.on:%d/%m/%Y}\u00a0: {where}"


_NAMED = ("on", "since", "has_duties", "opened_on", "received_on", "source_id")
_RIGHTS = Told("Entitlement", _right)
_MOVES = Told("OrganismMove", _move)
