"""How the fields of an opportunity look: classes of the site, words in place of dashes."""

from typing import Any

from django import forms

from search.parameters.named_fields import NamedRowField

_DASHES = "---------"


def dress(field: forms.Field) -> None:
    """Give a widget the site's classes, and an empty choice its words."""
    widget = field.widget
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    if not widget.is_hidden:
        widget.attrs["class"] = css
    if isinstance(field, NamedRowField):
        widget.attrs["autocomplete"] = "off"
    if isinstance(field, forms.ChoiceField):
        _say_what_is_empty(field)


def _say_what_is_empty(field: forms.ChoiceField) -> None:
    """Write “Choisissez” where an answer is asked, “Non précisé” where it is not."""
    word = "Choisissez" if field.required else "Non précisé"
    choices: Any = field.choices
    field.choices = [(value, word if label == _DASHES else label) for value, label in choices]
