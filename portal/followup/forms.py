"""What every form of the area is made of: fields as the site draws them, days, long texts."""

from typing import Any

from django import forms

FIRST_YEAR, LAST_YEAR = 1900, 2199
CHECK_YEAR = "Vérifiez l’année."
_CHECKS = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)


class Day(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of our time: what computes with it stays among the days that exist."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(CHECK_YEAR)


class AreaForm(forms.Form):
    """Its fields look like the site's, those that are added while it is made too (`dress`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self.dress(field)

    def dress(self, field: forms.Field) -> None:
        """Give a widget the site's classes, unless it has its own."""
        widget = field.widget
        if isinstance(widget, _CHECKS):
            name = "form-check-input"
        else:
            name = "form-select" if isinstance(widget, forms.Select) else "form-control"
        if not widget.is_hidden:
            widget.attrs.setdefault("class", name)


class VersionForm(AreaForm):
    """What somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def day_field(label: str, missing: str, **options: Any) -> forms.DateField:
    """A day that is asked; `missing` says what to do when it is not given."""
    messages = {"required": missing, "invalid": "Écrivez une date, comme 12/01/2027."}
    return DayField(
        label=label, widget=Day(), error_messages=messages, **({"required": True} | options)
    )


def long_text(label: str, missing: str = "", *, rows: int = 4, **options: Any) -> forms.CharField:
    """A text of several lines."""
    messages = {"required": missing} if missing else {}
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=messages,
        **({"required": bool(missing)} | options),
    )


def choices_of(form: forms.Form, name: str, rows: Any) -> None:
    """Say which rows a field offers, when the form is made: they depend on the day, on the case."""
    field: Any = form.fields[name]
    field.queryset = rows
