"""What is said of a whole CV, each remark with the question that it is about."""

from dataclasses import dataclass
from datetime import date

from portal.cv.editor.imported import EVERY
from portal.cv.editor.notes import notes_of
from portal.cv.editor.screen import screen_of
from portal.cv.models import Cv


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence. `about` and `place` are empty when it is about no question in particular."""

    text: str
    is_error: bool
    about: str = ""
    place: str = ""  # what follows the address of the editor: the part to open, and the question


def review(cv: Cv, today: date) -> list[Remark]:
    """Every remark, in the order of the editor; what is about the whole CV comes last.

    Unlike the document alone, it knows what was typed: a date that could not be read, a mistake.
    """
    screen = screen_of(cv, EVERY, today)
    remarks = []
    for shown in screen.parts:
        for field in shown.all_fields:
            about = field.field.label
            if field.where:
                about = field.where if field.where.startswith(about) else f"{about} ({field.where})"
            place = f"?ouvrir={shown.part.slug}#{field.id}"
            remarks += [Remark(note.text, note.is_error, about, place) for note in field.notes]
    asked = {field.name for field in screen.fields}
    for name, notes in notes_of(cv.document, cv.resume, today).items():
        if name not in asked:
            remarks += [Remark(note.text, note.is_error) for note in notes]
    return list(dict.fromkeys(remarks))
