"""Forms of appointments."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.appointments.closed_days import keeps_day_field, warn_of_closed_day
from portal.followup.appointments.models import Appointment
from portal.followup.appointments.services import USUAL_MINUTES
from portal.followup.appointments.states import S
from portal.followup.case import widgets
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.forms import DayField
from portal.followup.people.models import Professional

_SHORTEST, _LONGEST = 5, 480
_DURATION = "De 5 minutes à 8 heures."
NO_DAY, NO_HOUR = "Donnez la date du rendez-vous.", "Donnez l’heure du rendez-vous."


class MeetingForm(forms.Form):
    """When, how long, where and with whom. `people` are the professionals to choose from."""

    on = DayField(
        label="Date",
        widget=widgets.day(),
        error_messages={"required": NO_DAY, "invalid": "Cette date n’existe pas."},
    )
    keeps_day = keeps_day_field()
    at = forms.TimeField(
        label="Heure",
        widget=widgets.hour(),
        error_messages={"required": NO_HOUR, "invalid": "Écrivez l’heure ainsi\u00a0: 14:30."},
    )
    minutes = forms.IntegerField(
        label="Durée (minutes)",
        min_value=_SHORTEST,
        max_value=_LONGEST,
        initial=USUAL_MINUTES,
        widget=widgets.figure(),
        error_messages={
            "required": _DURATION,
            "invalid": _DURATION,
            "min_value": _DURATION,
            "max_value": _DURATION,
        },
    )
    professional: Any = forms.ModelChoiceField(
        label="Avec",
        queryset=Professional.objects.none(),
        empty_label=None,
        widget=widgets.select(),
        error_messages={
            "required": "Choisissez avec qui.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    mode = forms.ChoiceField(
        label="Où",
        choices=Appointment.Mode.choices,
        initial=Appointment.Mode.OFFICE,
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    place = forms.CharField(
        label="Adresse, si ce n’est pas votre bureau",
        required=False,
        max_length=250,
        widget=widgets.text(),
        error_messages={"max_length": "Écrivez moins de 250 signes."},
    )
    kind: Any = forms.ModelChoiceField(
        label="Type de rendez-vous",
        queryset=Term.objects.none(),
        required=False,
        empty_label="Non précisé",
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    anyway = forms.BooleanField(
        label="Planifier quand même", required=False, widget=forms.HiddenInput()
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["professional"].queryset = people  # type: ignore[attr-defined]
        kinds = terms.of(Term.List.APPOINTMENT_KIND)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        warn_of_closed_day(self, "on")
        return data

    def offer_to_go_on(self) -> None:
        """Show the box that says that the double booking is meant."""
        self.fields["anyway"].widget = widgets.box()

    @property
    def starts_at(self) -> datetime:
        """The moment, in the site's time zone."""
        return moment(self.cleaned_data["on"], self.cleaned_data["at"])

    @property
    def changes(self) -> dict[str, Any]:
        """Everything but when."""
        names = ("professional", "minutes", "mode", "place", "kind")
        return {name: self.cleaned_data[name] for name in names}


def moment(day: Any, hour: Any) -> datetime:
    """A day and an hour as people say them, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, hour))


class StateForm(forms.Form):
    """What became of an appointment, among what it may become."""

    state = forms.ChoiceField(
        label="Ce qu’il s’est passé",
        widget=widgets.radios(),
        error_messages={
            "required": "Choisissez ce qu’il s’est passé.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    reason = forms.CharField(
        label="Précision (si vous voulez)",
        required=False,
        max_length=500,
        widget=widgets.lines(2),
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(state, S(state).label) for state in states if state != S.CANCELLED]
        self.fields["state"].choices = allowed  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    """Who cancels, and why."""

    by = forms.ChoiceField(
        label="Qui annule\u00a0?",
        choices=[("person", "La personne"), ("service", "Le service")],
        widget=widgets.radios(),
        error_messages={
            "required": "Dites qui annule.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    reason = forms.CharField(
        label="Motif (si vous voulez)",
        required=False,
        max_length=500,
        widget=widgets.lines(2),
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
