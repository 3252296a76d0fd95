"""An import is undone as a whole: the CV that came of it is put aside, once what goes is said."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.cv.editor.imported import EVERY
from portal.cv.editor.values import split, values
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvVersion
from portal.cv.resume import parse
from portal.cv.services.cvs import delete_cv, own_cv

NOT_IMPORTED = "Ce CV ne vient pas d’un import."
CHANGED = "Ce CV vient de changer. Relisez ce qui partirait, puis recommencez."


class ChangedMeanwhileError(CvError):
    """Somebody wrote in the CV after its owner read what would go."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


@dataclass(frozen=True, slots=True)
class ImportToUndo:
    """An import, and what was written over it: the answers that changed, by part of the CV."""

    version: CvVersion
    changed: dict[str, int]


def import_of(cv: Cv) -> ImportToUndo | None:
    """The import that a CV comes from; None when it does not, or changed too often since."""
    version = _versions(cv).first()
    if version is None:
        return None
    before, now = _answers(version.document), _answers(cv.document)
    titles = {(part.list_key, field.key): part.title for part in EVERY for field in part.fields}
    changed: dict[str, int] = {}
    for name in before | now:
        if before.get(name, "") != now.get(name, ""):
            head, _, key = split(name)
            title = titles[head, key]
            changed[title] = changed.get(title, 0) + 1
    return ImportToUndo(version, changed)


def was_imported(cv: Cv) -> bool:
    """Whether there is an import to undo."""
    return _versions(cv).exists()


def _versions(cv: Cv) -> QuerySet[CvVersion]:
    return CvVersion.objects.filter(cv=cv, number=1, reason=CvVersion.Reason.IMPORTED)


def _answers(document: dict[str, Any]) -> dict[str, str]:
    """What each question says; the look that nobody chose is the one that the form shows."""
    resume = parse(document)
    look = {"x-declic.template": resume.template, "x-declic.language": resume.document_language}
    return values(document, EVERY) | {name: str(value) for name, value in look.items()}


@transaction.atomic
def undo_import(*, cv: Cv, user: User, seen: int) -> Cv:
    """Put aside the CV that an import made; it can come back like one that is deleted.

    `seen` is the version of which its owner read what would go. Raises ChangedMeanwhileError when
    there is another one, CvError when the CV is gone or was not imported.
    """
    own = own_cv(cv, user)
    if import_of(own) is None:
        raise CvError(NOT_IMPORTED)
    if own.version != seen:
        raise ChangedMeanwhileError
    return delete_cv(cv=own, user=user)
