"""The team shares with the person, one thing at a time, and stops. Each is a line of the log."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.log import Act, log
from portal.followup.contract.models import ActionStep
from portal.followup.documents.models import CaseDocument
from portal.followup.journal.models import JournalEntry
from portal.followup.own_side import rules
from portal.followup.own_side.errors import OwnSideError
from portal.followup.own_side.models import SharedItem
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by

_PLACE = "followup:own_side"
Kind = SharedItem.Kind


def share_document(*, document: CaseDocument, actor: Actor) -> SharedItem:
    """Let the person open a document. Raises OwnSideError."""
    if document.removed_at is not None:
        message = "Ce document est retiré du dossier."
        raise OwnSideError(message)
    return _shared(document.beneficiary, actor, kind=Kind.DOCUMENT, document=document)


def share_step(*, step: ActionStep, actor: Actor) -> SharedItem:
    """Show a step that is not in the signed contract. Raises OwnSideError."""
    return _shared(step.beneficiary, actor, kind=Kind.STEP, step=step)


def share_note(*, note: JournalEntry, text: str, actor: Actor) -> SharedItem:
    """Show words of a note: a copy. Raises OwnSideError, for a confidential note too."""
    if note.is_confidential:
        message = "Une note confidentielle ne se partage pas ici\u00a0: dites-la de vive voix."
        raise OwnSideError(message)
    if not text.strip():
        message = "Écrivez ce que la personne lira."
        raise OwnSideError(message, field="text")
    return _shared(note.beneficiary, actor, kind=Kind.NOTE, note=note, text=text.strip())


def ask_to_bring(*, beneficiary: Beneficiary, text: str, actor: Actor) -> SharedItem:
    """Say what the person is to bring to the next appointment. Raises OwnSideError."""
    if not text.strip():
        message = "Écrivez ce que la personne doit apporter."
        raise OwnSideError(message, field="text")
    return _shared(beneficiary, actor, kind=Kind.BRING, text=text.strip())


@transaction.atomic
def unshare(*, item: SharedItem, actor: Actor) -> SharedItem:
    """Stop: the person does not read it any more. Done already, nothing changes.

    Raises OwnSideError.
    """
    if not rules.may_share(actor.user, item.beneficiary):
        message = "Seules les personnes qui suivent ce dossier arrêtent un partage."
        raise OwnSideError(message)
    rows = SharedItem.objects.visible_to(actor.user).select_for_update(of=("self",))
    row: SharedItem = rows.get(pk=item.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), actor.name
        row.save(update_fields=["ended_at", "ended_by"])
        log(
            actor=actor,
            act=Act.END,
            beneficiary=row.beneficiary,
            place=_PLACE,
            reason=f"partage arrêté ({row.get_kind_display().lower()} {row.pk})",
        )
    return row


def _shared(beneficiary: Beneficiary, actor: Actor, **values: Any) -> SharedItem:
    if not rules.may_share(actor.user, beneficiary):
        message = "Seules les personnes qui suivent ce dossier partagent avec la personne."
        raise OwnSideError(message)
    row = SharedItem(beneficiary=beneficiary, **values, **written_by(actor))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        message = "C’est déjà partagé avec la personne."
        raise OwnSideError(message) from error
    log(
        actor=actor,
        act=Act.GRANT,
        beneficiary=beneficiary,
        place=_PLACE,
        reason=f"partagé avec la personne ({row.get_kind_display().lower()} {row.pk})",
    )
    return row
