"""A CV from elsewhere becomes one of the person's; what was not understood is placed by hand."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.cv.editor.fields import MAX_ENTRIES
from portal.cv.editor.imported import EVERY
from portal.cv.editor.values import asked, entries
from portal.cv.errors import CvError
from portal.cv.exchange.draft import Draft
from portal.cv.exchange.lines import Line
from portal.cv.exchange.lists import mobility_of
from portal.cv.models import Cv, CvVersion
from portal.cv.models.cv import MAX_TITLE
from portal.cv.services.cvs import create_cv
from portal.cv.services.saving import change_cv, lock_cv
from snippets.dotted_paths import put_at, value_at

_TITLE = "Mon ancien CV"
# The editor sends every field at once: as many as one form may have, with a margin.
_MAX_FIELDS = 2800
DROP = "rien"
# Where a line can go: for a text, its place; for a list, the list and the key of a new entry.
TARGETS: dict[str, tuple[str, str, str]] = {
    "nom": ("Prénom et nom", "basics.name", " "),
    "metier": ("Métier recherché", "basics.label", ", "),
    "telephone": ("Téléphone", "basics.phone", ", "),
    "commune": ("Commune", "basics.location.city", " "),
    "adresse": ("Adresse", "basics.location.address", ", "),
    "presentation": ("Quelques mots sur vous", "basics.summary", "\n"),
    "experience": ("Une expérience de plus", "work", "position"),
    "formation": ("Une formation de plus", "education", "studyType"),
    "competence": ("Une compétence de plus", "skills", "name"),
    "langue": ("Une langue de plus", "languages", "language"),
    "permis": ("Mes permis et mes déplacements", "", ""),
    "certificat": ("Un certificat de plus", "certificates", "name"),
    "benevolat": ("Un bénévolat de plus", "volunteer", "position"),
    "loisir": ("Un centre d’intérêt de plus", "interests", "name"),
}
_TEXTS = ("nom", "metier", "telephone", "commune", "adresse", "presentation")


@transaction.atomic
def import_cv(*, owner: User, draft: Draft) -> Cv:
    """Make a CV from a draft, with what it could not place kept beside it.

    Raises CvError when there are twenty, or when it is longer than a CV may be.
    """
    _refuse_long_lists(draft.document)
    basics = draft.document.get("basics")
    label = basics.get("label") if isinstance(basics, dict) else ""
    title = " ".join(str(label or "").split())[:MAX_TITLE].strip() or _TITLE
    cv = create_cv(
        owner=owner, title=title, document=draft.document, reason=CvVersion.Reason.IMPORTED
    )
    cv.unplaced = "\n".join(draft.unplaced)
    cv.import_notes = "\n".join(draft.warnings)
    cv.save(update_fields=["unplaced", "import_notes"])
    return cv


@transaction.atomic
def place_lines(*, cv: Cv, user: User, choices: Iterable[tuple[str, str]]) -> Cv:
    """Put lines of an import where somebody says (`TARGETS`), or drop them (`DROP`).

    A line that is not there any more is left alone: somebody else placed it. Raises CvError like
    `save_texts`.
    """
    locked = lock_cv(cv, user)
    waiting = locked.unplaced.splitlines()
    placed = []
    for line, target in choices:
        if line in waiting and target in (*TARGETS, DROP):
            waiting.remove(line)
            placed.append((line, target))

    def change(document: dict[str, Any]) -> None:
        for line, target in placed:
            if target != DROP:
                _put(document, line, target)

    saved = change_cv(cv=locked, user=user, change=change)
    saved.unplaced = "\n".join(waiting)
    saved.save(update_fields=["unplaced"])
    return saved


def _put(document: dict[str, Any], line: str, target: str) -> None:
    if target == "permis":
        _put_mobility(document, line)
        return
    _, key, extra = TARGETS[target]
    if target not in _TEXTS:
        rows = document.get(key) or []
        if len(rows) >= MAX_ENTRIES:
            message = f"Cette liste est pleine\u00a0: {MAX_ENTRIES} lignes au plus."
            raise CvError(message)
        document[key] = [*rows, {extra: line}]
        return
    before = value_at(document, key) or ""
    put_at(document, key, f"{before}{extra}{line}" if before else line)


def _put_mobility(document: dict[str, Any], line: str) -> None:
    """Licences and a vehicle are ticked; the rest follows what says how far the person goes."""
    ours = document["x-declic"] = dict(document.get("x-declic") or {})
    before = dict(ours.get("mobility") or {})
    found = mobility_of([Line(line)])
    licences = dict.fromkeys([*before.get("licences", []), *found.get("licences", [])])
    area = ", ".join(filter(None, (before.get("area"), found.get("area"))))
    found |= {"licences": list(licences)} if licences else {}
    found |= {"area": area} if area else {}
    ours["mobility"] = before | found


def _refuse_long_lists(document: dict[str, Any]) -> None:
    fields = 0
    for part in EVERY:
        rows = entries(document, part.list_key) if part.list_key else []
        count = len(rows)
        fields += sum(len(asked(part, row)) for row in rows)
        if count > MAX_ENTRIES:
            message = (
                f"Ce CV a {count} lignes dans «\u00a0{part.title}\u00a0»\u00a0: "
                f"{MAX_ENTRIES} au plus."
            )
            raise CvError(message)
    if fields > _MAX_FIELDS:
        message = "Ce CV est trop long pour être modifié ici. Gardez-en ce qui compte."
        raise CvError(message)
