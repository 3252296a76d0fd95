"""Writing in a CV, alone or with somebody. The CV's row is locked, read again, changed, checked."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.cv.editor.changes import prune
from portal.cv.editor.fields import Part
from portal.cv.editor.merging import Texts, Typed, merge
from portal.cv.errors import CannotWriteError, CvError
from portal.cv.identifiers import identified
from portal.cv.models import Cv, CvVersion
from portal.cv.models.cv import STEPS
from portal.cv.services.checking import check
from portal.cv.services.history import record

NOT_YOURS = "Vous ne pouvez plus modifier ce CV."
NO_VERSION = "Cette version n’est plus gardée."
_Reason = CvVersion.Reason


@dataclass(frozen=True, slots=True)
class Saved:
    """The CV as it is now, what others wrote where this person did, and what was not kept."""

    cv: Cv
    conflicts: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)


@transaction.atomic
def save_texts(
    *, cv: Cv, user: User, parts: tuple[Part, ...], typed: Typed, tidy: bool = False
) -> Saved:
    """Merge what somebody typed into the CV; `tidy` drops entries that are left empty.

    Raises CvError when they may not write in it any more, or when it becomes too long.
    """
    locked = lock_cv(cv, user)
    merged = merge(locked.document, parts, typed)
    if tidy:
        prune(merged.document)
    _write(locked, user, merged.document)
    return Saved(locked, merged.conflicts, merged.errors)


@transaction.atomic
def change_cv(*, cv: Cv, user: User, change: Callable[[dict[str, Any]], Any]) -> Cv:
    """Do one of `editor.changes` to the document. Raises CvError like `save_texts`."""
    locked = lock_cv(cv, user)
    document = identified(deepcopy(locked.document))
    change(document)
    _write(locked, user, document)
    return locked


@transaction.atomic
def replace_document(
    *, cv: Cv, user: User, document: dict[str, Any], reason: CvVersion.Reason = _Reason.IMPORTED
) -> Cv:
    """Put another document in place of the CV's: what was there stays in its versions.

    Raises CvError when they may not, when it is no CV, or when it is too long.
    """
    locked = lock_cv(cv, user)
    _write(locked, user, document, reason=reason)
    return locked


@transaction.atomic
def restore_version(*, cv: Cv, user: User, number: int) -> Cv:
    """Take the text of a version again, as a new version. Raises CvError when it is gone.

    The photo stays as it is: no version has it, and only the owner says whether it is printed.
    """
    locked = lock_cv(cv, user)
    version = CvVersion.objects.of(locked).filter(number=number).first()
    if version is None:
        raise CvError(NO_VERSION)
    document = _with_photo_of(locked.document, version.document)
    _write(locked, user, document, reason=_Reason.RESTORED, restored_from=number)
    return locked


@transaction.atomic
def set_step(*, cv: Cv, user: User, step: int | None) -> Cv:
    """Remember at which question the person is; None once they are over. No version."""
    locked = lock_cv(cv, user)
    if locked.step != step and (step is None or 1 <= step <= STEPS):
        locked.step = step
        locked.save(update_fields=["step"])
    return locked


def lock_cv(cv: Cv, user: User) -> Cv:
    """The CV, locked, then the right read: it may have ended meanwhile. Raises CannotWriteError."""
    found = Cv.objects.select_for_update().filter(pk=cv.pk).first()
    if found is None or not Cv.objects.editable_by(user).filter(pk=cv.pk).exists():
        raise CannotWriteError(NOT_YOURS)
    return found


def _with_photo_of(now: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    chosen = (now.get("x-declic") or {}).get("photo")
    extension = {**(document.get("x-declic") or {}), "photo": chosen}
    if chosen is None:
        del extension["photo"]
    result = {**document, "x-declic": extension}
    if not extension:
        del result["x-declic"]
    return result


def _write(
    cv: Cv,
    user: User,
    document: dict[str, Any],
    *,
    reason: CvVersion.Reason = _Reason.EDITED,
    restored_from: int | None = None,
) -> None:
    document = identified(document)
    if document == cv.document and reason == _Reason.EDITED:
        return
    check(document)
    cv.document, cv.version = document, cv.version + 1
    cv.save(update_fields=["document", "version", "updated_at"])
    record(cv=cv, author=user, reason=reason, restored_from=restored_from)
