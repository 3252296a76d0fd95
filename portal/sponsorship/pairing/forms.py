"""What the coordinator writes: the first meeting, a reason, the settings."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from portal.sponsorship.forms import dress, text_field
from portal.sponsorship.pairing.models import Delay
from portal.sponsorship.pairing.services.coordinating import NO_PLACE
from portal.sponsorship.pairing.services.settings import range_of
from portal.sponsorship.pairing.table import all_now
from portal.sponsorship.pairing.values import AGAINST, Criterion
from portal.sponsorship.pairs.models import MAX_PLACE, MAX_REASON


class ReasonForm(forms.Form):
    """Why."""

    reason = text_field("Motif", length=MAX_REASON, required="Dites pourquoi.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["reason"])


_NO_DAY = "Choisissez un jour."


class FirstMeetingForm(forms.Form):
    """A day, an hour and a place."""

    at = forms.DateField(
        label="Jour",
        widget=forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        # What no calendar holds; the service has narrower bounds.
        validators=[
            MinValueValidator(date(2000, 1, 1), message=_NO_DAY),
            MaxValueValidator(date(2999, 12, 31), message=_NO_DAY),
        ],
        error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
    )
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput({"type": "time", "class": "form-control"}, format="%H:%M"),
        error_messages={"required": "Choisissez une heure.", "invalid": "Choisissez une heure."},
    )

    place = text_field(
        "Lieu",
        length=MAX_PLACE,
        required=NO_PLACE,
        help_text="L’adresse et la salle, ou bien «\u00a0par téléphone\u00a0».",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields["place"])

    @property
    def moment(self) -> datetime:
        """The moment chosen, in France."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["at"], data["hour"]))


class SettingsForm(forms.Form):
    """A number for each criterion and each delay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = all_now()
        for name, label in (*Criterion.choices, *Delay.choices):
            lowest, highest = range_of(name)
            wrong = f"Écrivez un nombre de {lowest} à {highest}."
            field = forms.IntegerField(
                label=label,
                min_value=lowest,
                max_value=highest,
                initial=present[name],
                error_messages={
                    "required": wrong,
                    "invalid": wrong,
                    "min_value": wrong,
                    "max_value": wrong,
                },
            )
            dress(field)
            self.fields[name] = field

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields under three headings."""
        reasons = [name for name in Criterion.values if name not in AGAINST]
        against = [name for name in Criterion.values if name in AGAINST]
        return [
            ("Ce qui rapproche, en points", [self[name] for name in reasons]),
            ("Ce qui sépare, en points (moins de zéro)", [self[name] for name in against]),
            ("Délais", [self[name] for name in Delay.values]),
        ]
