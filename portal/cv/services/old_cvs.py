"""An old CV waits for the worker, which makes a draft of it: sent, read, taken back, lost.

A web process never parses a file: see `exchange.worker` for what one may do.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.models import User
from portal.cv.errors import CvError
from portal.cv.exchange.files import FileError, Unreadable, kind_of, read_file
from portal.cv.models import MAX_CVS, CvImport
from portal.cv.resume import ResumeError
from portal.cv.services.cvs import FULL, lock_owner
from portal.cv.services.imports import import_cv

# The name of the job that reads, in `jobs.py`.
READ = "cv.read_old_cv"
# Of one person at a time. The whole site reads two at a time: see `jobs.read_old_cv`.
MAX_WAITING = 2
# A file that takes its worker down twice is not tried a third time.
MAX_ATTEMPTS = 2
# Much longer than a reading: its worker is gone, and no other has taken it up.
LOST_AFTER = timedelta(minutes=10)
WAITING_FULL = (
    f"{MAX_WAITING} de vos fichiers attendent déjà d’être lus. Attendez un peu, ou annulez-en un."
)
INTERRUPTED = (
    "La lecture de ce fichier s’est arrêtée avant la fin. Choisissez-le de nouveau\u00a0; si cela "
    "recommence, recopiez plutôt votre CV."
)
_NAMELESS = "Mon ancien CV"

logger = logging.getLogger("declic.cv")


@transaction.atomic
def send_old_cv(*, owner: User, data: bytes, name: str) -> CvImport:
    """Keep a file for the worker to read.

    Raises FileError for what is no PDF and no DOCX, CvError when others wait or when no place is
    left for a CV.
    """
    kind_of(data)
    lock_owner(owner)
    waiting = CvImport.objects.filter(owner=owner).waiting().count()
    if waiting >= MAX_WAITING:
        raise CvError(WAITING_FULL)
    if owner.cvs.kept().count() + waiting >= MAX_CVS:
        raise CvError(FULL)
    # One that failed was seen: another file is its answer.
    CvImport.objects.filter(owner=owner, status=CvImport.Status.FAILED).delete()
    shown = " ".join(name.replace("\x00", "").split())
    limit = CvImport._meta.get_field("name").max_length  # noqa: SLF001
    made = CvImport.objects.create(owner=owner, name=shown[:limit] or _NAMELESS, content=data)
    job = app.configure_task(READ, allow_unknown=False, lock=f"cv-import-{made.pk % 2}")
    job.defer(import_id=made.pk)
    return made


def read_old_cv(*, import_id: int) -> None:
    """Read a file that waits: it becomes one draft, or says what is wrong with it.

    Run twice, even at once, it makes one draft: what is written is decided under the row's lock.
    Taken back meanwhile, it makes none.
    """
    started = _start(import_id)
    if started is None:
        return
    try:
        draft = read_file(bytes(started.content or b""))
    except FileError as error:
        _fail(import_id, str(error))
        return
    except Exception:
        logger.exception("old CV %s could not be read", import_id)
        _fail(import_id, str(FileError(Unreadable.BROKEN)))
        return
    try:
        with transaction.atomic():
            lock_owner(started.owner)
            waiting = _locked(import_id)
            if waiting:
                waiting.cv = import_cv(owner=started.owner, draft=draft)
                waiting.status, waiting.content = CvImport.Status.DONE, None
                waiting.save(update_fields=["cv", "status", "content"])
    except (CvError, ResumeError) as error:
        _fail(import_id, str(error))


@transaction.atomic
def cancel_import(*, owner: User, import_id: int) -> None:
    """Forget a file that waits, or the message about one that failed; twice is once."""
    CvImport.objects.filter(owner=owner, pk=import_id).delete()


def see_import(*, sent: CvImport) -> None:
    """Remember that its person knows how it ended."""
    CvImport.objects.filter(pk=sent.pk, seen_at__isnull=True).update(seen_at=timezone.now())


def fail_lost_imports(*, now: datetime | None = None) -> int:
    """Give up the files whose worker is gone for good; return how many."""
    begun = (now or timezone.now()) - LOST_AFTER
    lost = CvImport.objects.waiting().filter(started_at__lt=begun)
    return lost.update(status=CvImport.Status.FAILED, error=INTERRUPTED, content=None)


@transaction.atomic
def _start(import_id: int) -> CvImport | None:
    """The file, counted as begun; None when nothing is to be read."""
    waiting = _locked(import_id)
    if waiting is None:
        return None
    if waiting.attempts >= MAX_ATTEMPTS:
        _fail(import_id, str(FileError(Unreadable.HEAVY)))
        return None
    CvImport.objects.filter(pk=import_id).update(
        attempts=F("attempts") + 1, started_at=timezone.now()
    )
    return waiting


def _locked(import_id: int) -> CvImport | None:
    rows = CvImport.objects.waiting().select_related("owner").select_for_update(of=("self",))
    return rows.filter(pk=import_id).first()


def _fail(import_id: int, error: str) -> None:
    CvImport.objects.waiting().filter(pk=import_id).update(
        status=CvImport.Status.FAILED, error=error, content=None
    )
