"""Where a case that was merged leads, and what it kept: for who reads the one that was kept."""

from dataclasses import dataclass
from typing import Any

from portal.followup.access import reach
from portal.followup.merging import tables
from portal.followup.merging.models import CaseMerge
from portal.followup.models import JournalEntry
from portal.followup.orientation.history import history_of
from portal.followup.people.models import Beneficiary
from portal.followup.rows.base import IdentityRow
from portal.followup.rows.changes import Entry
from portal.followup.rows.scope import Scope, system_scope

# What was moved, by the word that the timeline has for it.
MODELS = {
    "appointment": "Appointment",
    "note": "JournalEntry",
    "orientation": "Orientation",
    "notified": "Orientation",
    "referent": "ReferentAssignment",
    "proposed": "EngagementContract",
    "signed": "EngagementContract",
    "closed": "EngagementContract",
    "right": "Entitlement",
    "move": "OrganismMove",
    "document": "CaseDocument",
    "diagnosis": "Diagnosis",
    "exemption": "HoursExemption",
    "request": "ReorientationRequest",
    "answer": "ReorientationRequest",
    "exit": "Exit",
    **dict.fromkeys(("invitation", "unanswered", "withdrawn"), "Invitation"),
    "summons": "Appointment",
    **dict.fromkeys(("report", "dismissed"), "BreachReport"),
    "act": "ProcedureAct",
    **dict.fromkeys(("shared", "unshared"), "SharedItem"),
    "said": "StepWord",
    **dict.fromkeys(("file_asked", "file_extended", "file_answered"), "FileRequest"),
}


def leads_to(pk: int, user: Any) -> Beneficiary | None:
    """The case that was kept in the place of this one, for who reads it."""
    with system_scope(Scope.MERGE):
        merged = Beneficiary.objects.in_system_scope().filter(pk=pk, merged_into__isnull=False)
        target = merged.values_list("merged_into", flat=True).first()
    if target is None:
        return None
    found: Beneficiary | None = Beneficiary.objects.visible_to(user).filter(pk=target).first()
    return found


class Origins:
    """Which former case the rows of a timeline come from."""

    def __init__(self, case: Beneficiary, user: Any) -> None:
        rows = CaseMerge.objects.visible_to(user).filter(
            beneficiary=case, state=CaseMerge.State.DONE
        )
        self.merges = list(rows)

    def of(self, what: str, key: int) -> str:
        """The number of the case that it comes from; empty for this one's own."""
        model = MODELS.get(what, "")
        for merge in self.merges:
            if key in merge.moved.get(model, ()):
                return merge.shown_number
        return ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stayed with a pointer: a row in words, with what it is."""

    what: str
    label: str


def history_of_merged(merge: CaseMerge, user: Any) -> tuple[list[Kept], list[Entry]]:
    """What stayed with the case that was given up, and who changed what on it until the merge.

    The caller has found the merge as the reader. Of somebody who does not read the case whole, what
    anybody who orients may read; never a note.
    """
    reads_all = reach.case_ids(user).filter(pk=merge.beneficiary_id).exists()
    with system_scope(Scope.MERGE):
        stayed = []
        for name, keys in merge.stayed.items():
            model = tables.model_of(name)
            if model is JournalEntry or name == "Draft":
                continue
            if not (reads_all or issubclass(model, IdentityRow)):
                continue
            rows = model.unscoped.filter(pk__in=keys).order_by("pk")
            what = str(model._meta.verbose_name)  # noqa: SLF001
            stayed += [Kept(what[:1].upper() + what[1:], _said(row)) for row in rows]
        entries = history_of(merge.loser)
    return stayed, entries


def _said(row: Any) -> str:
    """A row in words, with its days where it has some."""
    days = [getattr(row, name, None) for name in ("on", "starts_on", "ends_on")]
    said = " – ".join(f"{day:%d/%m/%Y}" for day in days if day)
    return f"{row}, {said}" if said else str(row)
