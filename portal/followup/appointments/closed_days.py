"""A Sunday or a public holiday: said before it is saved, and kept when it is meant."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.case import widgets
from snippets.holidays import why_closed
from snippets.site import site_settings

KEPT = "keeps_day"


def keeps_day_field() -> forms.BooleanField:
    """The box that says that the day is meant: hidden until there is something to say."""
    return forms.BooleanField(label="Garder cette date", required=False, widget=forms.HiddenInput())


def warn_of_closed_day(form: Any, name: str) -> None:
    """Say it beside the date `name` of a form that has `keeps_day`; called by its `clean`."""
    day = form.cleaned_data.get(name)
    # A day that is past is refused for itself.
    here = site_settings().department_code
    why = why_closed(day, here) if day and day >= timezone.localdate() else ""
    if not why:
        return
    form.fields[KEPT].widget = widgets.box()
    if not form.cleaned_data.get(KEPT):
        form.add_error(
            name, f"{why} Changez la date, ou cochez «\u00a0{form.fields[KEPT].label}\u00a0»."
        )
