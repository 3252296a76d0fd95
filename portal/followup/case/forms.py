"""The form of quick entry: short, and filled in as far as can be guessed."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.appointments.closed_days import keeps_day_field, warn_of_closed_day
from portal.followup.appointments.forms import NO_DAY, NO_HOUR, moment
from portal.followup.appointments.services import USUAL_MINUTES
from portal.followup.appointments.states import S
from portal.followup.case import widgets
from portal.followup.case.services import Meeting
from portal.followup.forms import DayField
from portal.followup.journal.forms import offer_secrecy
from portal.followup.journal.models import MAX_NOTE
from portal.followup.models import Appointment, Goal, JournalEntry, Professional
from snippets import french

NOT_PLANNED = "non-prevu"
_STATES = [
    (S.HELD, "Oui"),
    (S.EXCUSED, "Non, absence excusée"),
    (S.NO_SHOW, "Non, absence non excusée"),
]


_OF_WHO_GOES_ON = (
    "on",
    "at",
    "mode",
    "step",
    "step_due_on",
    "goal",
    "next_on",
    "keeps_day",
    "next_at",
)


class QuickForm(forms.Form):
    """An appointment, its note, the next step, the next date.

    `waiting` are the appointments that are planned and whose day has come; the first is proposed.
    Of somebody who left (`goes_on` false), these alone are noted, and nothing comes next.
    """

    appointment = forms.ChoiceField(
        label="Quel rendez-vous\u00a0?",
        required=False,
        widget=widgets.radios(),
        error_messages={"invalid_choice": "Ce rendez-vous n’attend plus d’être noté."},
    )
    state = forms.ChoiceField(
        label="La personne est venue\u00a0?",
        choices=_STATES,
        initial=S.HELD,
        widget=widgets.radios(),
        error_messages={
            "required": "Dites si la personne est venue.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    on = DayField(
        label="Date",
        required=False,
        widget=widgets.day(),
        error_messages={"invalid": "Cette date n’existe pas."},
    )
    at = forms.TimeField(
        label="Heure",
        required=False,
        widget=widgets.hour(),
        error_messages={"invalid": "Écrivez l’heure ainsi\u00a0: 14:30."},
    )
    mode = forms.ChoiceField(
        label="Où",
        required=False,
        choices=Appointment.Mode.choices,
        initial=Appointment.Mode.OFFICE,
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    text = forms.CharField(
        label="Note",
        required=False,
        max_length=MAX_NOTE,
        widget=widgets.lines(8),
        error_messages={"max_length": "Écrivez moins de 20 000 signes, ou faites deux notes."},
    )
    visibility = forms.ChoiceField(
        label="Qui lit cette note",
        required=False,
        choices=JournalEntry.Visibility.choices,
        initial=JournalEntry.Visibility.TEAM,
        widget=widgets.radios(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    step = forms.CharField(
        label="Prochaine étape (si vous voulez)",
        required=False,
        max_length=250,
        help_text="Exemple\u00a0: apporter l’attestation de la mission locale.",
        widget=widgets.text(),
        error_messages={"max_length": "Écrivez moins de 250 signes."},
    )
    step_due_on = DayField(
        label="Pour le",
        required=False,
        widget=widgets.day(),
        error_messages={"invalid": "Cette date n’existe pas."},
    )
    goal: Any = forms.ModelChoiceField(
        label="Objectif",
        queryset=Goal.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
        widget=widgets.select(),
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    next_on = DayField(
        label="Prochain rendez-vous le",
        required=False,
        widget=widgets.day(),
        error_messages={"invalid": "Cette date n’existe pas."},
    )
    keeps_day = keeps_day_field()
    next_at = forms.TimeField(
        label="À",
        required=False,
        widget=widgets.hour(),
        error_messages={"invalid": "Écrivez l’heure ainsi\u00a0: 14:30."},
    )
    anyway = forms.BooleanField(
        label="Planifier quand même", required=False, widget=forms.HiddenInput()
    )

    def __init__(
        self,
        *args: Any,
        waiting: list[Appointment],
        goals: Any,
        me: Professional,
        profession: str,
        goes_on: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goes_on = goes_on
        self.waiting = {str(one.pk): one for one in waiting}
        self.me = me
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        choices = [(key, _said(one)) for key, one in self.waiting.items()]
        field = self.fields["appointment"]
        other = [(NOT_PLANNED, "Un rendez-vous qui n’était pas prévu")] if goes_on else []
        field.choices = [*choices, *other]  # type: ignore[attr-defined]
        if not choices:
            field.widget = forms.HiddenInput()
        self._guess()
        offer_secrecy(self, profession)
        for name in () if goes_on else _OF_WHO_GOES_ON:
            del self.fields[name]

    def _guess(self) -> None:
        now = timezone.localtime()
        first = next(iter(self.waiting), NOT_PLANNED)
        like = self.waiting.get(first)
        at = timezone.localtime(like.starts_at) if like else _rounded(now)
        self.fields["appointment"].initial = first
        self.fields["on"].initial = now.date()
        self.fields["at"].initial = _rounded(now).time()
        self.fields["next_at"].initial = at.time()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("appointment", "") not in self.waiting and not self.goes_on:
            if "appointment" not in self.errors:
                self.add_error("appointment", "Choisissez le rendez-vous que vous notez.")
        elif data.get("appointment", "") not in self.waiting:
            for name, message in (("on", NO_DAY), ("at", NO_HOUR)):
                if name not in self.errors and data.get(name) is None:
                    self.add_error(name, message)
        if data.get("next_on") and data.get("next_at") is None and "next_at" not in self.errors:
            self.add_error("next_at", NO_HOUR)
        if self.goes_on:
            warn_of_closed_day(self, "next_on")
        if data.get("step_due_on") and not data.get("step") and "step" not in self.errors:
            self.add_error("step", "Écrivez l’étape qui est à faire pour cette date.")
        return data

    def offer_to_go_on(self) -> None:
        """Show the box that says that the double booking is meant."""
        self.fields["anyway"].widget = widgets.box()

    @property
    def has_choice(self) -> bool:
        """Whether an appointment waits to be noted."""
        return bool(self.waiting)

    @property
    def meeting(self) -> Meeting:
        """What the form says."""
        data = self.cleaned_data
        planned = self.waiting.get(data["appointment"])
        return Meeting(
            appointment=planned,
            professional=self.me,
            state=data["state"],
            starts_at=None if planned else moment(data["on"], data["at"]),
            minutes=USUAL_MINUTES,
            mode=data.get("mode") or Appointment.Mode.OFFICE,
            text=data["text"],
            visibility=data["visibility"] or JournalEntry.Visibility.TEAM,
            step=data.get("step", ""),
            step_due_on=data.get("step_due_on"),
            goal=data.get("goal"),
            next_at=moment(data["next_on"], data["next_at"]) if data.get("next_on") else None,
            anyway=data["anyway"],
        )


def _said(one: Appointment) -> str:
    """« Mardi 12 janvier 2027 à 14 h, avec Sophie Durand »."""
    told = french.full_date(one.starts_at)
    return f"{told[:1].upper()}{told[1:]} à {french.hour(one.starts_at)}, avec {one.professional}"


def _rounded(now: datetime) -> datetime:
    """Five minutes back at most."""
    return now - timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
