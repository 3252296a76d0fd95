"""Two people changed one text: what each wrote, field by field, and the choice between the two."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from pages.field_values import put, shown
from portal.submissions.forms.base import SubmissionForm

MINE, THEIRS = "mine", "theirs"
_PREFIX = "choix-"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people left different; `choice` is what is proposed."""

    name: str
    label: str
    theirs: str
    choice: str

    @property
    def input_name(self) -> str:
        """The name of the radio buttons."""
        return f"{_PREFIX}{self.name}"


def conflicts(
    mine: SubmissionForm, theirs: SubmissionForm, changed_by_me: Iterable[str] | None
) -> dict[str, Conflict]:
    """What differs between a form that was sent and the text saved meanwhile.

    `changed_by_me` are the fields that differ from the text that the person began with, None when
    that text is no longer known: then their own words are proposed everywhere.
    """
    own = None if changed_by_me is None else set(changed_by_me)
    return {
        name: Conflict(
            name=name,
            label=str(theirs.fields[name].label or name),
            theirs=shown(theirs[name]),
            choice=MINE if own is None or name in own else THEIRS,
        )
        for name in mine.changed_fields
        if name in theirs.fields
    }


def adopt(data: QueryDict, theirs: SubmissionForm) -> QueryDict:
    """What was sent, with the saved value of each field for which the other text was chosen."""
    chosen = [name for name in theirs.text_names if data.get(f"{_PREFIX}{name}") == THEIRS]
    merged = data.copy()
    for name in chosen:
        put(merged, name, theirs[name])
    return merged


def as_sent(form: SubmissionForm) -> QueryDict:
    """The text that a form shows, as a browser would send it."""
    data = QueryDict(mutable=True)
    for name in form.text_names:
        put(data, name, form[name])
    return data
