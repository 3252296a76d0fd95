"""What is said beside each field: what should be corrected, advice, spelling."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cv.editor.fields import Field, Kind
from portal.cv.editor.spelling import spelling_notes
from portal.cv.editor.values import entries, name_at, split
from portal.cv.identifiers import LISTS, id_of
from portal.cv.resume import DocumentLanguage, Resume, Severity, problems
from snippets.dates import read_date
from snippets.dotted_paths import Path, dotted, steps

_WRITTEN = (Kind.TEXT, Kind.LONG, Kind.LINES, Kind.WORDS)
_TYPED = (*_WRITTEN, Kind.EMAIL, Kind.PHONE)
# Our fonts have every letter below: the languages of Western and Central Europe.
_RARE = re.compile(r"[^\u0000-\u024f\u2010-\u2026€]")
_SHOWN_LETTERS = 5
_UNPRINTABLE = "Nous ne savons pas imprimer ces signes\u00a0:"
_OTHERWISE = "Ces signes seront imprimés autrement\u00a0:"
_KEPT = "Le reste sera imprimé sans eux."
_LOST = "Votre CV paraîtra sans cette réponse. Écrivez-la en lettres latines (a, b, c)."
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
    notes = _notes_on_letters(text, field.kind) if field.kind in _TYPED else []
    if field.kind in _WRITTEN and language == DocumentLanguage.FRENCH and not field.autocomplete:
        notes += [Note(note, is_error=False) for note in spelling_notes(text)]
    return notes


def _notes_on_letters(text: str, kind: Kind) -> list[Note]:
    """Which letters the printed CV will not have."""
    if not _RARE.search(text):
        return []
    from snippets.pdf_fonts import substituted, unwritable, writable  # reportlab is slow to load

    others = ", ".join(f"{sign} ({plain})" for sign, plain in substituted(text).items())
    notes = [Note(f"{_OTHERWISE} {others}.", is_error=False)] if others else []
    missing = unwritable(text)
    if not missing:
        return notes
    shown = ", ".join(missing[:_SHOWN_LETTERS])
    shown += " et d’autres" if len(missing) > _SHOWN_LETTERS else ""
    # An e-mail address without one of its letters would be somebody else's.
    is_lost = kind == Kind.EMAIL or not writable(text).strip()
    return [
        *notes,
        Note(f"{_UNPRINTABLE} {shown}. {_LOST if is_lost else _KEPT}", is_error=is_lost),
    ]


def _name(document: dict[str, Any], path: Path) -> str:
    """The name of the field at a place of the document."""
    head = next((key for key in LISTS if path[: len(steps(key))] == steps(key)), "")
    if not head:
        return dotted(path)
    number, *rest = path[len(steps(head)) :] or ("",)
    if not isinstance(number, int):
        return ""
    rows = entries(document, head)
    entry = id_of(rows[number]) if number < len(rows) else ""
    # The place of a line in a text of several lines says nothing of the field.
    return name_at(head, entry, dotted(tuple(step for step in rest if isinstance(step, str))))


def of_entry(notes: dict[str, list[Note]], head: str, entry: str) -> bool:
    """Whether something should be corrected in an entry."""
    return any(
        note.is_error
        for name, said in notes.items()
        if split(name)[:2] == (head, entry)
        for note in said
    )
