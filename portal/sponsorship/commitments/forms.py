"""Forms of both sides: hours, a reason, a word, the one box."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from portal.organisations.forms import StyledFormMixin
from portal.sponsorship.commitments.models import MAX_WORD, VolunteerHours
from portal.sponsorship.commitments.services.answering import MAX_REASON
from portal.sponsorship.commitments.values import QUARTERS, Said
from snippets import french

_DAY = {"invalid": "Écrivez une date comme 12/01/2027.", "required": "Écrivez le jour."}
_NUMBER = "Écrivez un nombre d’heures, comme 3,5."
_TIME = "Écrivez une heure, comme 14:30."
_A_DAY = "Une journée a 24\u00a0heures."


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _short(label: str, most: int, *, required: bool = False, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": "Écrivez quelques mots.",
            "max_length": f"C’est trop long\u00a0: {most}\u00a0caractères au plus.",
        },
    )


class _TimeField(forms.TimeField):
    """A time to the minute: what is counted and what is stored are the same."""

    def to_python(self, value: Any) -> time | None:
        """Without the seconds that a browser may send."""
        found = super().to_python(value)
        return found.replace(second=0, microsecond=0) if found else None


def _time(label: str) -> Any:
    return _TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput({"type": "time", "step": "900"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"],
        error_messages={"invalid": _TIME},
    )


class HoursForm(StyledFormMixin, forms.Form):
    """Hours of a day: today and a number are enough."""

    conditions: ClassVar[Mapping[str, str]] = {"hours": "ou le début et la fin"}

    day = forms.DateField(label="Jour", widget=_Day(), error_messages=_DAY)
    hours = forms.DecimalField(
        label="Nombre d’heures",
        required=False,
        max_digits=4,
        decimal_places=2,
        max_value=Decimal(24),
        localize=True,
        help_text="Par quart d’heure\u00a0: 2,5 pour 2\u00a0h\u00a030.",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": _NUMBER,
            "max_value": _A_DAY,
            "max_digits": _A_DAY,
            "max_whole_digits": _A_DAY,
            "max_decimal_places": QUARTERS,
        },
    )
    starts_at = _time("De (facultatif)")
    ends_at = _time("À (facultatif)")
    note = forms.CharField(
        label="Précision (facultatif)",
        max_length=200,
        required=False,
        error_messages={"max_length": "C’est trop long\u00a0: 200\u00a0caractères au plus."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    @property
    def said(self) -> Said:
        """What to declare."""
        names = ("day", "hours", "starts_at", "ends_at", "note")
        return Said(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def of(line: VolunteerHours) -> dict[str, Any]:
        """The values of a line that is corrected."""
        return {
            "day": line.day,
            "hours": french.number(line.hours),
            "starts_at": line.starts_at,
            "ends_at": line.ends_at,
            "note": line.note,
            "version": line.version,
        }


class RefuseForm(StyledFormMixin, forms.Form):
    """Why hours are not confirmed."""

    reason = _short(
        "Pourquoi\u00a0?",
        MAX_REASON,
        required=True,
        help_text="L’autre côté lit ces mots, et peut corriger ses heures.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class EndForm(StyledFormMixin, forms.Form):
    """A word to who stays."""

    word = _short(
        "Un mot pour l’autre (facultatif)",
        MAX_WORD,
        help_text="Sans rien écrire, nous disons merci pour vous.",
    )


class SharingForm(forms.Form):
    """The box: what is not sent is unticked."""

    is_shared = forms.BooleanField(required=False)


class VersionForm(forms.Form):
    """The hours that a button answers, as they were read; nonsense is as if nothing was said."""

    version = forms.IntegerField(required=False)

    @property
    def read(self) -> int | None:
        """Their version."""
        return self.cleaned_data.get("version") if self.is_valid() else None


def ticked(data: QueryDict) -> list[int]:
    """The keys of the lines that were ticked; nonsense is left out."""
    return [int(value) for value in data.getlist("ids") if value.isdecimal() and len(value) < 19]


def versions_of(data: QueryDict, keys: list[int]) -> dict[int, int]:
    """The version of each line, as it was read."""
    found = {}
    for key in keys:
        value = data.get(f"version-{key}", "")
        if value.isdecimal() and len(value) < 10:
            found[key] = int(value)
    return found
