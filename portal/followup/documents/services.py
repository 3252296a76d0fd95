"""Documents are added and withdrawn; a file that is refused is a line of the log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.cv.services.files import old_files
from portal.followup.access.log import Act, log
from portal.followup.configuration.models import Term
from portal.followup.contract.models import EngagementContract
from portal.followup.documents.errors import DocumentError, UnusableFileError
from portal.followup.documents.models import CaseDocument
from portal.followup.documents.reading import read_document
from portal.followup.own_side.models import SharedItem
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope

FOLDER = "followup"
# Much longer than the transaction that writes a file and its row.
GRACE = timedelta(days=1)
_BATCH = 500


def add(
    *, beneficiary: Beneficiary, upload: Any, title: str, kind: Term | None, actor: Actor
) -> CaseDocument:
    """Keep a file of a case, written again without what it does by itself.

    `upload` is a file of Django's (`read`, `name`). Raises UnusableFileError, which is logged: the
    view that shows it must let the transaction go on.
    """
    who = f"followup.{actor.user.pk if actor.user else ''}"
    try:
        clean = read_document(upload.read(), name=upload.name or "", whose=who)
    except UnusableFileError as error:
        log(
            actor=actor,
            act=Act.REFUSED,
            beneficiary=beneficiary,
            place="followup:document_add",
            reason=f"fichier refusé ({error.reason})",
        )
        raise
    with transaction.atomic():
        document = CaseDocument(
            beneficiary=beneficiary,
            kind=kind,
            title=title.strip() or "Document",
            media_type=clean.media_type,
            size=len(clean.content),
            sha256=sha256(clean.content).hexdigest(),
            **written_by(actor),
        )
        document.file.save("", ContentFile(clean.content), save=False)
        document.save(force_insert=True)
    return document


@transaction.atomic
def withdraw(*, document: CaseDocument, reason: str, actor: Actor) -> CaseDocument:
    """Hide a document for good, its file kept. Raises DocumentError."""
    rows = CaseDocument.objects.visible_to(actor.user).select_for_update(of=("self",))
    row: CaseDocument = rows.get(pk=document.pk)
    if row.removed_at:
        message = "Ce document est déjà retiré."
        raise DocumentError(message)
    if not reason.strip():
        message = "Dites pourquoi ce document est retiré."
        raise DocumentError(message, field="reason")
    if EngagementContract.unscoped.filter(signed_document=row).exists():
        message = "C’est un contrat signé\u00a0: il reste au dossier."
        raise DocumentError(message)
    row.removed_at, row.removal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["removed_at", "removal_reason"])
    # The person does not open it any more either.
    SharedItem.objects.visible_to(actor.user).filter(document=row, ended_at__isnull=True).update(
        ended_at=row.removed_at, ended_by=actor.name
    )
    return row


def delete_orphan_files(*, now: datetime | None = None) -> int:
    """Delete files a day old that no document names: a transaction that failed leaves one."""
    storage = CaseDocument._meta.get_field("file").storage  # noqa: SLF001
    before = (now or timezone.now()) - GRACE
    deleted = 0
    for names in _batches(old_files(storage, FOLDER, before)):
        with system_scope(Scope.FILES):
            rows = CaseDocument.objects.in_system_scope().filter(file__in=names)
            known = set(rows.values_list("file", flat=True))
        for name in set(names) - known:
            storage.delete(name)
            deleted += 1
    return deleted


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    found = list(names)
    for start in range(0, len(found), _BATCH):
        yield found[start : start + _BATCH]
