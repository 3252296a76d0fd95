"""Why hours do not count; an activity that was found, with the hours that its source lacks."""

from typing import Any

from django import forms

from portal.followup.forms import AreaForm, long_text
from portal.followup.hours.forms.fields import hours_field, week_hours_field
from portal.followup.hours.sources.found import Found

_MISSING = "Écrivez pourquoi\u00a0: la personne le lira."


class ReasonForm(AreaForm):
    """A reason, that the person reads."""

    reason = long_text(
        "Motif", _MISSING, rows=3, max_length=300, help_text="La personne le lit dans son espace."
    )


class TakeForm(AreaForm):
    """An activity that was found. Its hours are asked when the source does not know them."""

    source = forms.CharField(widget=forms.HiddenInput(), max_length=12)
    key = forms.CharField(widget=forms.HiddenInput(), max_length=300)

    def __init__(self, *args: Any, found: Found | None = None, **kwargs: Any) -> None:
        if found is not None:
            kwargs["initial"] = {"source": found.source, "key": found.key, "hours": found.hours}
        super().__init__(*args, **kwargs)
        if found is None or not found.is_exact:
            make = week_hours_field if found and found.is_of_a_week else hours_field
            self.fields["hours"] = make(required=True)
            self.dress(self.fields["hours"])
