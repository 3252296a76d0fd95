"""What is said beside each field: what should be corrected, advice, spelling."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cv.editor.dates import read_date
from portal.cv.editor.fields import Field, Kind
from portal.cv.editor.spelling import spelling_notes
from portal.cv.editor.values import entries, split
from portal.cv.identifiers import LISTS, id_of
from portal.cv.resume import DocumentLanguage, Resume, Severity, problems
from portal.cv.resume.vocabulary import Path

UNREAD_DATE = "Nous ne comprenons pas cette date. Exemples\u00a0: 2019, ou septembre 2019."


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence; an error should be corrected before the CV is sent."""

    text: str
    is_error: bool


def notes_of(document: dict[str, Any], resume: Resume, today: date) -> dict[str, list[Note]]:
    """What the engine of the CV says, by field; "" has what is about no field in particular."""
    found: dict[str, list[Note]] = {}
    for problem in problems(resume, today):
        note = Note(problem.message, problem.severity == Severity.ERROR)
        found.setdefault(_name(document, problem.path), []).append(note)
    return found


def notes_on_text(field: Field, text: str, language: DocumentLanguage) -> list[Note]:
    """What is said of the text itself."""
    if field.kind == Kind.DATE and text and read_date(text) is None:
        return [Note(UNREAD_DATE, is_error=True)]
    written = field.kind in (Kind.TEXT, Kind.LONG, Kind.LINES, Kind.WORDS)
    if not written or language != DocumentLanguage.FRENCH or field.autocomplete:
        return []
    return [Note(note, is_error=False) for note in spelling_notes(text)]


def _name(document: dict[str, Any], path: Path) -> str:
    """The name of the field at a place of the document."""
    if not path or path[0] not in LISTS:
        return ".".join(str(step) for step in path)
    head, *rest = path
    if not rest or not isinstance(rest[0], int):
        return ""
    rows = entries(document, str(head))
    entry = id_of(rows[rest[0]]) if rest[0] < len(rows) else ""
    key = ".".join(step for step in rest[1:] if isinstance(step, str))
    return f"{head}:{entry}.{key}"


def of_entry(notes: dict[str, list[Note]], head: str, entry: str) -> bool:
    """Whether something should be corrected in an entry."""
    return any(
        note.is_error
        for name, said in notes.items()
        if split(name)[:2] == (head, entry)
        for note in said
    )
