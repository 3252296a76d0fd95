"""The form with which a person declares an activity of their own."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import CHOOSE, short
from portal.followup.forms import AreaForm, day_field
from portal.followup.hours import own
from portal.followup.hours.forms.fields import hours_field, key_field, time_field
from portal.followup.hours.models import new_key
from portal.followup.hours.values import HoursValues


class DeclareForm(AreaForm):
    """One activity: what, which day, from when to when or how long."""

    kind = forms.TypedChoiceField(
        label="Activité",
        coerce=int,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    day = day_field("Jour", "Écrivez le jour.")
    starts_at = time_field("De (facultatif)")
    ends_at = time_field("À (facultatif)")
    hours = hours_field(
        "Nombre d’heures",
        required=False,
        help_text="Laissez vide si vous avez écrit l’horaire, sans pause.",
    )
    comment = short(
        "Précision (facultatif)",
        most=300,
        help_text="Où, avec qui\u2026 Pour une formation, son nom.",
    )
    key = key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Choisissez"), *own.kinds()]
        self.fields["day"].widget.attrs.setdefault("max", timezone.localdate().isoformat())
        self.fields["key"].initial = new_key

    def clean_kind(self) -> Term:
        return own.kind_of(self.cleaned_data["kind"])

    @property
    def values(self) -> HoursValues:
        """What to declare."""
        names = ("kind", "day", "starts_at", "ends_at", "hours", "comment")
        return HoursValues(**{name: self.cleaned_data[name] for name in names})
