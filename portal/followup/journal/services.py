"""Notes are written, and changed by their author alone."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.reach import profession_of
from portal.followup.appointments.models import Appointment
from portal.followup.configuration.models import Term
from portal.followup.journal.errors import JournalError
from portal.followup.journal.models import JournalEntry
from portal.followup.journal.rules import may_write_confidential
from portal.followup.own_side.models import SharedItem
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version

Visibility = JournalEntry.Visibility


@transaction.atomic
def write(
    *,
    beneficiary: Beneficiary,
    text: str,
    visibility: str,
    actor: Actor,
    on: date | None = None,
    kind: Term | None = None,
    appointment: Appointment | None = None,
) -> JournalEntry:
    """Add a note. Raises JournalError: it is empty, dated in the future, or may not be secret."""
    _check(beneficiary, text, visibility, on, actor)
    note: JournalEntry = JournalEntry.objects.create(
        beneficiary=beneficiary,
        text=text.strip(),
        visibility=visibility,
        profession=profession_of(actor.user),
        on=on or timezone.localdate(),
        kind=kind,
        appointment=appointment,
        **written_by(actor),
    )
    return note


@transaction.atomic
def rewrite(
    *,
    note: JournalEntry,
    text: str,
    visibility: str,
    on: date,
    kind: Term | None,
    version: int,
    actor: Actor,
) -> JournalEntry:
    """Change one's own note; what it said stays in its history.

    What was shared of a note that becomes confidential is shared no longer. Raises JournalError,
    ChangedMeanwhileError.
    """
    if note.created_by_id != (actor.user.pk if actor.user else None):
        message = "Une note n’est modifiée que par son auteur ou son autrice."
        raise JournalError(message)
    rows = JournalEntry.objects.visible_to(actor.user)
    row: JournalEntry = locked_version(rows, pk=note.pk, version=version)
    if visibility != row.visibility:
        _check(row.beneficiary, text, visibility, on, actor)
        # The profession that one has now: it is the one that the lock compares.
        row.profession = profession_of(actor.user)
    else:
        _check(row.beneficiary, text, Visibility.TEAM, on, actor)
    row.text, row.visibility, row.on, row.kind = text.strip(), visibility, on, kind
    row.save()
    if row.is_confidential:
        # What the person and the team still read of it would outlive its lock.
        SharedItem.objects.visible_to(actor.user).filter(note=row, ended_at__isnull=True).update(
            ended_at=timezone.now(), ended_by=actor.name
        )
    return row


def _check(case: Beneficiary, text: str, visibility: str, on: date | None, actor: Actor) -> None:
    if not text.strip():
        message = "Écrivez la note."
        raise JournalError(message, field="text")
    if on and on > timezone.localdate():
        message = "Une note raconte ce qui a eu lieu\u00a0: sa date est passée ou aujourd’hui."
        raise JournalError(message, field="on")
    if visibility == Visibility.PROFESSION and not may_write_confidential(actor.user, case):
        message = "Seul le groupe de suivi écrit des notes confidentielles."
        raise JournalError(message, field="visibility")
