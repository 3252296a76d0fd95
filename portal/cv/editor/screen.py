"""The questions of a screen, ready to be drawn: values, notes, and both texts of a conflict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.cv.editor.fields import MAX_ENTRIES, Field, Kind, Part
from portal.cv.editor.merging import Texts
from portal.cv.editor.notes import Note, notes_of, notes_on_text
from portal.cv.editor.values import asked, entries, name_of, shown
from portal.cv.identifiers import id_of, new_id
from portal.cv.models import Cv
from snippets.merging.screen import Change, Conflict


@dataclass(slots=True)
class ShownField:
    """One question with its answer."""

    field: Field
    name: str
    value: str
    notes: list[Note]
    conflict: Conflict | None = None
    where: str = ""

    @property
    def id(self) -> str:
        """For `for`, `aria-describedby` and links."""
        return "champ-" + self.name.replace(":", "-").replace(".", "-")

    @property
    def errors(self) -> list[Note]:
        """What should be corrected."""
        return [note for note in self.notes if note.is_error]

    @property
    def described_by(self) -> str:
        """What a screen reader reads after the label."""
        ids = [f"{self.id}-aide"] if self.field.help else []
        return " ".join([*ids, f"{self.id}-notes"])

    @property
    def chosen(self) -> list[str]:
        """The boxes that are ticked."""
        return [word.strip() for word in self.value.split(",") if word.strip()]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen, and what the document says that is not in the list."""
        known = list(self.field.choices)
        extra = [word for word in self.chosen if word not in dict(known)]
        if self.field.kind == Kind.CHOICE:
            extra = [self.value] if self.value and self.value not in dict(known) else []
        return [*known, *((word, word) for word in extra)]


@dataclass(slots=True)
class ShownEntry:
    """One entry of a list."""

    id: str
    number: int
    fields: list[ShownField]
    is_blank: bool = False
    is_first: bool = False
    is_last: bool = False

    @property
    def title(self) -> str:
        """What distinguishes it from the others."""
        return next((field.value for field in self.fields if field.value), "")


@dataclass(slots=True)
class ShownPart:
    """A group of questions."""

    part: Part
    fields: list[ShownField] = field(default_factory=list)
    entries: list[ShownEntry] = field(default_factory=list)

    @property
    def all_fields(self) -> Iterator[ShownField]:
        """Every question, those of entries too."""
        yield from self.fields
        for entry in self.entries:
            yield from entry.fields

    @property
    def filled(self) -> int:
        """How many entries there are."""
        return sum(not entry.is_blank for entry in self.entries)

    @property
    def is_full(self) -> bool:
        """Whether no entry can be added."""
        return self.filled >= MAX_ENTRIES


@dataclass(frozen=True, slots=True)
class Answers:
    """What was just sent, when it is not all in the document.

    `conflicts` has what others wrote in the same fields, `changes` who and when.
    """

    texts: Texts = field(default_factory=dict)
    base: Texts = field(default_factory=dict)
    conflicts: Texts = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)


@dataclass(slots=True)
class Screen:
    """Parts, and what is said of the whole CV."""

    parts: list[ShownPart]
    base: Texts
    general: list[Note]

    @property
    def fields(self) -> list[ShownField]:
        """Every question of the screen."""
        return [field for part in self.parts for field in part.all_fields]

    @property
    def errors(self) -> list[tuple[ShownField, str]]:
        """What should be corrected, for the summary."""
        return [(field, note.text) for field in self.fields for note in field.errors]

    @property
    def conflicts(self) -> dict[str, Conflict]:
        """Where two people wrote."""
        return {field.name: field.conflict for field in self.fields if field.conflict}


def screen_of(
    cv: Cv,
    parts: tuple[Part, ...],
    today: date,
    *,
    answers: Answers | None = None,
    with_notes: bool = True,
    blanks: dict[str, int] | None = None,
) -> Screen:
    """Draw parts of a CV. `blanks` says how many empty entries each part ends with."""
    answers = answers or Answers()
    resume = cv.resume
    notes = notes_of(cv.document, resume, today) if with_notes else {}
    base: Texts = {}

    def one(part: Part, its: Field, entry: str, holder: dict[str, Any], title: str) -> ShownField:
        name = name_of(part, its, entry)
        kept = shown(holder, its)
        is_open = name in answers.conflicts or name in answers.errors
        base[name] = answers.base.get(name, "") if is_open else kept
        value = answers.texts[name] if is_open else kept
        said = [Note(answers.errors[name], is_error=True)] if name in answers.errors else []
        if with_notes:
            own = notes_on_text(its, value, resume.document_language)
            # A date that cannot be read is not in the document, which would ask for it.
            said += own if any(note.is_error for note in own) else notes.get(name, []) + own
        drawn = ShownField(its, name, value, said, where=title)
        if name in answers.conflicts:
            drawn.conflict = _conflict(drawn, answers)
        return drawn

    def every(part: Part, entry: str, holder: dict[str, Any], title: str) -> list[ShownField]:
        answered = asked(part, holder)
        return [
            one(part, its, entry, holder, title)
            for its in part.fields
            if its in answered or name_of(part, its, entry) in answers.conflicts
        ]

    drawn = []
    for part in parts:
        if not part.list_key:
            drawn.append(ShownPart(part, every(part, "", cv.document, "")))
            continue
        rows = entries(cv.document, part.list_key)
        empty = max((blanks or {}).get(part.slug, 0), 0)
        holders = [(id_of(row), row, False) for row in rows]
        holders += [(new_id(), {}, True) for _ in range(empty)]
        made = []
        for number, (entry, holder, is_blank) in enumerate(holders, start=1):
            title = f"{part.entry} {number}"
            fields = every(part, entry, holder, title)
            made.append(
                ShownEntry(entry, number, fields, is_blank, number == 1, number == len(rows))
            )
        drawn.append(ShownPart(part, entries=made))
    return Screen(drawn, base, notes.get("", []))


def _conflict(drawn: ShownField, answers: Answers) -> Conflict:
    theirs = answers.conflicts[drawn.name]
    return Conflict(
        name=drawn.name,
        label=f"{drawn.field.label} ({drawn.where})" if drawn.where else drawn.field.label,
        anchor=drawn.id,
        former=_in_words(drawn.field, answers.base.get(drawn.name, "")),
        mine=_in_words(drawn.field, drawn.value),
        theirs=_in_words(drawn.field, theirs),
        seen=theirs,
        change=answers.changes[drawn.name],
    )


def _in_words(asked_field: Field, text: str) -> str:
    if asked_field.kind == Kind.FLAG:
        return "Oui" if text else "Non"
    return dict(asked_field.choices).get(text, text)
