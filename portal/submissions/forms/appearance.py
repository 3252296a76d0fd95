"""How the fields of an opportunity look: the classes of the site."""

from django import forms

from search.parameters.named_fields import NamedRowField


def dress(field: forms.Field) -> None:
    """Give a widget the site's classes."""
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
