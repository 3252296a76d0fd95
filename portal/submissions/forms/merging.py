"""Two people changed one text: what each wrote, field by field, and the choice between the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

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
            theirs=_shown(theirs[name]),
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
        _put(merged, name, theirs[name])
    return merged


def as_sent(form: SubmissionForm) -> QueryDict:
    """The text that a form shows, as a browser would send it."""
    data = QueryDict(mutable=True)
    for name in form.text_names:
        _put(data, name, form[name])
    return data


def _put(data: QueryDict, name: str, field: forms.BoundField) -> None:
    """Write a field's value as its widget would send it."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.CheckboxInput):
        values = ["on"] if widget.check_test(value) else []
    elif isinstance(widget, forms.widgets.ChoiceWidget):
        values = [text for text in widget.format_value(value) if text]
    else:
        text = widget.format_value(value)
        values = ["" if text is None else str(text)]
    data.setlist(name, values)
    if not values:
        del data[name]


def _shown(field: forms.BoundField) -> str:
    """A value as a person reads it."""
    value: Any = field.value()
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Oui" if value else "Non"
    if isinstance(widget, forms.widgets.ChoiceWidget):
        chosen = set(widget.format_value(value))
        labels = [str(label) for key, label in widget.choices if str(key) in chosen and key != ""]
        return ", ".join(labels) or "Rien"
    if isinstance(value, bool) or value in (None, ""):
        return "Rien"
    if field.name == "location":
        return "Un autre repère"
    return str(value)
