"""Freezing a CV when it is sent, and erasing it when nobody may read it any more."""

import hashlib
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.cv.models import Cv
from portal.cv.printing import pdf_of
from portal.cv.services.files import GRACE, old_files
from portal.participation.models import FrozenCv, Participant
from portal.participation.models.cvs import FOLDER, private_storage
from portal.participation.uploads import CleanPdf


def freeze_cv(*, participant: Participant, cv: Cv) -> FrozenCv:
    """Print a stored CV as it is now and keep the PDF, in the caller's transaction."""
    return keep_pdf(participant=participant, title=cv.title, pdf=pdf_of(cv, timezone.localdate()))


def freeze_upload(*, participant: Participant, upload: CleanPdf) -> FrozenCv:
    """Keep a PDF that a person sent, once `uploads.clean_pdf` has made it harmless."""
    return keep_pdf(participant=participant, title=upload.title, pdf=upload.content)


def keep_pdf(*, participant: Participant, title: str, pdf: bytes) -> FrozenCv:
    """Keep a PDF that is known to be one, in the caller's transaction.

    When that is undone, nothing names its file any more: `delete_orphan_cvs`.
    """
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
def erase_frozen_cv(*, frozen: FrozenCv) -> bool:
    """Delete the file once the transaction holds; the row keeps that there was one.

    Twice is once: whether it was there.
    """
    found = FrozenCv.objects.select_for_update().get(pk=frozen.pk)
    if found.erased_at is not None:
        return False
    storage, name = found.file.storage, str(found.file.name)
    found.file, found.erased_at = "", timezone.now()
    found.save(update_fields=["file", "erased_at"])
    transaction.on_commit(partial(storage.delete, name))
    return True


def delete_orphan_cvs(*, now: datetime | None = None) -> int:
    """Delete the files older than `GRACE` that no CV names; return how many."""
    storage = private_storage()
    # The files are listed before the rows are read: a row that comes meanwhile is seen.
    old = set(old_files(storage, FOLDER, (now or timezone.now()) - GRACE))
    known = set(FrozenCv.objects.filter(file__in=old).values_list("file", flat=True))
    for name in old - known:
        storage.delete(name)
    return len(old - known)
