"""The period of the figures."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.sponsorship.dashboard.period import Period, this_year
from portal.sponsorship.forms import dress

_DATE = {"invalid": "Écrivez une date comme 12/01/2027."}


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={**_DATE, "required": "Choisissez un jour."},
    )


class PeriodForm(forms.Form):
    """From a day to another; without an answer, this year."""

    du = _day("Du")
    au = _day("Au")

    def __init__(self, data: Any, **kwargs: Any) -> None:
        usual = this_year(timezone.localdate())
        asked = data if data.get("du") or data.get("au") else None
        super().__init__(asked, initial={"du": usual.first, "au": usual.last}, **kwargs)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and first > last:
            self.add_error("au", "La fin vient après le début.")
        for name, day in (("du", first), ("au", last)):
            if day and not 2000 <= day.year < 2200:
                self.add_error(name, "Vérifiez l’année.")
        return cleaned

    @property
    def period(self) -> Period:
        """What was asked; this year where it says nothing, or something wrong."""
        if self.is_valid():
            return Period(self.cleaned_data["du"], self.cleaned_data["au"])
        return this_year(timezone.localdate())
