"""Freezing a CV when it is sent, and erasing it when nobody may read it any more."""

import hashlib
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.cv.models import Cv
from portal.cv.printing import pdf_of
from portal.participation.models import FrozenCv, Participant
from portal.participation.uploads import CleanPdf


def freeze_cv(*, participant: Participant, cv: Cv) -> FrozenCv:
    """Print a stored CV as it is now and keep the PDF, in the caller's transaction."""
    return keep_pdf(participant=participant, title=cv.title, pdf=pdf_of(cv, timezone.localdate()))


def freeze_upload(*, participant: Participant, upload: CleanPdf) -> FrozenCv:
    """Keep a PDF that a person sent, once `uploads.clean_pdf` has made it harmless."""
    return keep_pdf(participant=participant, title=upload.title, pdf=upload.content)


def keep_pdf(*, participant: Participant, title: str, pdf: bytes) -> FrozenCv:
    """Keep a PDF that is known to be one; its file goes when the transaction is undone."""
    frozen = FrozenCv(
        participant=participant,
        title=title[:100],
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    frozen.file.save("cv.pdf", ContentFile(pdf), save=False)
    frozen.save()
    return frozen


@transaction.atomic
def erase_frozen_cv(*, frozen: FrozenCv) -> None:
    """Delete the file once the transaction holds; the row keeps that there was one."""
    found = FrozenCv.objects.select_for_update().get(pk=frozen.pk)
    if found.erased_at is not None:
        return
    storage, name = found.file.storage, str(found.file.name)
    found.file, found.erased_at = "", timezone.now()
    found.save(update_fields=["file", "erased_at"])
    transaction.on_commit(partial(storage.delete, name))
