"""Inputs of forms of a case."""

from typing import Any

from django import forms

from portal.followup.forms import Day


def text(**attrs: Any) -> forms.TextInput:
    """One line."""
    return forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", **attrs})


def lines(rows: int = 4, **attrs: Any) -> forms.Textarea:
    """Several lines."""
    return forms.Textarea(attrs={"class": "form-control", "rows": rows, **attrs})


def day() -> Day:
    """A day, as browsers ask for it."""
    return Day({"class": "form-control"})


def hour() -> forms.TimeInput:
    """An hour, by five minutes where the browser helps."""
    return forms.TimeInput(
        attrs={"class": "form-control", "type": "time", "step": 60}, format="%H:%M"
    )


def figure(**attrs: Any) -> forms.NumberInput:
    """A whole number."""
    return forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric", **attrs})


def select() -> forms.Select:
    """One of a long list."""
    return forms.Select(attrs={"class": "form-select"})


def radios() -> forms.RadioSelect:
    """One of a few, all seen."""
    return forms.RadioSelect(attrs={"class": "form-check-input"})


def box() -> forms.CheckboxInput:
    """Yes or no."""
    return forms.CheckboxInput(attrs={"class": "form-check-input"})
