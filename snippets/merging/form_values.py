"""Values of a form's fields: as a browser sends them, compared, or told to a person."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import Truncator

_LONGEST_SHOWN = 120
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def as_sent(field: forms.BoundField) -> list[str]:
    """A field's value as its widget would send it."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return [text for text in widget.format_value(value) if text]
    text = widget.format_value(value)
    return ["" if text is None else str(text)]


def put(data: QueryDict, name: str, field: forms.BoundField) -> None:
    """Write a field's value in `data` as its widget would send it."""
    values = as_sent(field)
    data.setlist(name, values)
    if not values:
        del data[name]


def is_changed(field: forms.BoundField) -> bool:
    """Whether what was sent is not what the form shows at first.

    Moments are compared to the minute, as they are shown; rich text without the keys of blocks that
    its editor adds.
    """
    if field.name not in field.form.changed_data:
        return False
    widget = field.field.widget
    if isinstance(widget, forms.widgets.DateTimeBaseInput):
        at_first = widget.format_value(field.field.prepare_value(field.initial))
        return (at_first or "") != (field.data or "").strip()
    form = field.form
    sent = widget.value_from_datadict(form.data, form.files, field.html_name)
    return not are_same(field.initial, sent) if isinstance(sent, str) else True


def are_same(one: Any, other: Any) -> bool:
    """Whether two values say the same; browsers write the ends of lines in their way."""
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    return bool(one == other)


def shown(field: forms.BoundField, in_words: Mapping[str, str] | None = None) -> str:
    """A value as a person reads it; `in_words` says, by name, those that nobody can read."""
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
    if in_words and field.name in in_words:
        return in_words[field.name]
    if isinstance(field.field, forms.ModelChoiceField) and field.field.queryset is not None:
        return str(field.field.queryset.filter(pk=value).first() or "Rien")
    if isinstance(widget, forms.widgets.DateTimeBaseInput):
        return str(widget.format_value(value))
    return Truncator(strip_tags(str(value))).chars(_LONGEST_SHOWN)


def _plain(text: str) -> str:
    return _BLOCK_KEY.sub("", text).replace("\r\n", "\n")
