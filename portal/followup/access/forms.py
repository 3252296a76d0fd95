"""Forms of accesses."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.followup.access.models import AccessEntry
from portal.followup.forms import AreaForm, Day, DayField
from portal.followup.people.models import Professional

_REASON_LENGTH = 500
CHOOSE = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez dans la liste."}


def _calendar(label: str, **options: Any) -> forms.DateField:
    return DayField(
        label=label,
        widget=Day(),
        **options,
        error_messages={
            "required": "Choisissez un jour.",
            "invalid": "Écrivez une date, comme 31/12/2026.",
        },
    )


def _reason(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=help_text,
        error_messages={"required": "Dites pourquoi."},
    )


class PersonField(forms.ModelChoiceField):
    """Professionals, with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        """“Nadia Roussel, Travail social, Unité nord”."""
        return f"{obj.name}, {obj.get_profession_display().lower()}, {obj.unit}"


class ReasonForm(AreaForm):
    """Why something is refused or ended."""

    reason = _reason("Motif", "La personne le lira.")


class InviteForm(AreaForm):
    """A colleague who enters a care team."""

    professional = PersonField(
        label="Qui",
        queryset=Professional.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
    )
    reason = _reason("Pourquoi", "Ce que cette personne fera dans le suivi.")

    def __init__(self, *args: Any, people: QuerySet[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        professional: Any = self.fields["professional"]
        professional.queryset = people


class AskForm(InviteForm):
    """A request for the case that a blind search found (`key`)."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    professional = PersonField(
        label="Pour qui",
        queryset=Professional.objects.none(),
        empty_label=None,
        error_messages=CHOOSE,
    )
    reason = _reason("Pourquoi", "La personne référente le lira. Elle confirme, ou refuse.")
    field_order = ("key", "professional", "reason")


class EmergencyForm(AreaForm):
    """Why a case is opened in an emergency."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = _reason("Pourquoi cette urgence", "La personne responsable de l’unité le lira.")


class BlindSearchForm(AreaForm):
    """Somebody, exactly: by name and birth date, or by number."""

    birth_name = forms.CharField(label="Nom", max_length=80, required=False)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    birth_date = _calendar("Date de naissance", required=False)
    number = forms.CharField(
        label="Ou un numéro",
        max_length=24,
        required=False,
        help_text="De dossier, d’allocataire ou de France Travail, en entier.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class AbsenceForm(AreaForm):
    """Who is away, who replaces them, from which day to which day, both included."""

    professional = PersonField(
        label="Qui s’absente",
        queryset=Professional.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
    )
    deputy = PersonField(
        label="Qui remplace",
        queryset=Professional.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
        help_text="Cette personne lira et complétera ses dossiers pendant l’absence.",
    )
    starts_on = _calendar("Premier jour")
    ends_on = _calendar("Dernier jour")

    def __init__(self, *args: Any, people: QuerySet[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["professional"].queryset = fields["deputy"].queryset = people

    def clean(self) -> dict[str, Any]:
        """Moments: an absence that begins today begins now."""
        data = super().clean() or {}
        if (first := data.get("starts_on")) and (last := data.get("ends_on")):
            now = timezone.now()
            begins = _midnight(first)
            data["starts_at"] = now if first == timezone.localdate(now) else begins
            data["ends_at"] = _midnight(last + timedelta(days=1))
        return data


class LogForm(AreaForm):
    """What narrows the log of accesses."""

    who = forms.CharField(label="Qui", max_length=200, required=False)
    case = forms.RegexField(
        r"^\d{1,12}$",
        label="Numéro de dossier",
        required=False,
        error_messages={"invalid": "Un numéro de dossier n’a que des chiffres."},
    )
    act = forms.ChoiceField(
        label="Action", choices=[("", "Toutes"), *AccessEntry.Act.choices], required=False
    )
    since = _calendar("Depuis le", required=False)
    until = _calendar("Jusqu’au", required=False)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
