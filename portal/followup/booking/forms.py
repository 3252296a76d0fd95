"""Forms of appointments, of professionals; `public_forms` has those of the person."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.booking.models import AppointmentCategory, OpeningHours
from portal.followup.forms import AreaForm, choices_of, day_field, long_text
from portal.followup.people.models import Professional

_IN_LIST = "Choisissez dans la liste."
_PLACE_HELP = (
    "L’adresse seule, sans le nom d’un organisme\u00a0: elle part par e-mail et se lit sans compte."
)


class Hour(forms.TimeInput):
    """An hour, as browsers ask for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"step": 300}, format="%H:%M")


def hour_field(label: str, missing: str, **options: Any) -> forms.TimeField:
    """An hour that is asked."""
    messages = {"required": missing, "invalid": "Écrivez l’heure ainsi\u00a0: 14:30."}
    return forms.TimeField(label=label, widget=Hour(), error_messages=messages, **options)


def number_field(label: str, least: int, most: int, **options: Any) -> forms.IntegerField:
    """A whole number within bounds."""
    said = f"Donnez un nombre entre {least} et {most}."
    keys = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(keys, said),
        **options,
    )


def _category_field(**options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Catégorie",
        queryset=AppointmentCategory.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez la catégorie.", "invalid_choice": _IN_LIST},
        **options,
    )


def _professional_field(**options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label="Avec",
        queryset=Professional.objects.none(),
        error_messages={"required": "Choisissez avec qui.", "invalid_choice": _IN_LIST},
        **options,
    )


def _mode_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Où",
        choices=Appointment.Mode.choices,
        initial=Appointment.Mode.OFFICE,
        error_messages={"invalid_choice": _IN_LIST},
    )


def _place_field(help_text: str = _PLACE_HELP) -> forms.CharField:
    return forms.CharField(
        label="Adresse",
        required=False,
        max_length=250,
        help_text=help_text,
        error_messages={"max_length": "Écrivez moins de 250 signes."},
    )


class InviteForm(AreaForm):
    """Which kind of appointment, with whom, by which ways."""

    category: Any = _category_field()
    professional: Any = _professional_field(
        required=False, empty_label="La personne référente, quelle qu’elle soit"
    )
    by_mail = forms.BooleanField(label="Par e-mail", required=False)
    by_letter = forms.BooleanField(
        label="Par lettre",
        required=False,
        initial=True,
        help_text="Elle attend avec les courriers du jour. Les deux ont le même lien.",
    )

    def __init__(
        self, *args: Any, categories: Any, people: Any, address: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "category", categories)
        choices_of(self, "professional", people)
        mail = self.fields["by_mail"]
        mail.initial = bool(address)
        if not address:
            mail.disabled = True
            mail.help_text = "Cette personne n’a pas d’adresse e-mail."


class SummonForm(AreaForm):
    """A date of the service."""

    category: Any = _category_field()
    professional: Any = _professional_field(empty_label=None)
    on = day_field("Date", "Donnez la date du rendez-vous.")
    at = hour_field("Heure", "Donnez l’heure du rendez-vous.")
    mode = _mode_field()
    place = _place_field()
    reason = forms.CharField(
        label="Motif de la convocation",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )
    anyway = forms.BooleanField(
        label="Planifier quand même", required=False, widget=forms.HiddenInput()
    )

    def __init__(
        self,
        *args: Any,
        categories: Any,
        people: Any,
        needs_reason: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "category", categories)
        choices_of(self, "professional", people)
        if needs_reason:
            self.fields["reason"].help_text = "Rien de récent ne fonde la convocation."
        else:
            self.fields["reason"].label = "Motif de la convocation (si vous voulez)"

    def offer_to_go_on(self) -> None:
        """Show the box that says that the double booking is meant."""
        self.fields["anyway"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})

    @property
    def starts_at(self) -> datetime:
        """The moment, in the site's time zone."""
        return _moment(self.cleaned_data["on"], self.cleaned_data["at"])


class ReasonForm(AreaForm):
    """Why."""

    reason = long_text(
        "Motif",
        "Écrivez le motif.",
        rows=2,
        max_length=250,
    )


class HandOverForm(AreaForm):
    """When a letter left, and the proof that it was received."""

    handed_on = day_field("Remise le", "Donnez le jour de la remise.")
    registered_number = forms.CharField(
        label="Numéro de recommandé",
        required=False,
        max_length=40,
        help_text="Vide pour une remise en main propre ou un courrier simple.",
        error_messages={"max_length": "Écrivez moins de 40 signes."},
    )
    received_on = day_field(
        "Reçue le",
        "",
        required=False,
        help_text="Le jour de l’accusé de réception signé, ou de la remise contre signature. "
        "Laissez vide tant que la preuve manque.",
    )


class HoursForm(AreaForm):
    """Hours of a weekday."""

    weekday = forms.TypedChoiceField(
        label="Jour",
        coerce=int,
        choices=OpeningHours.Weekday.choices,
        error_messages={"required": "Choisissez le jour.", "invalid_choice": _IN_LIST},
    )
    starts_at = hour_field("De", "Donnez l’heure de début.")
    ends_at = hour_field("À", "Donnez l’heure de fin.")
    mode = _mode_field()
    place = _place_field()
    category: Any = forms.ModelChoiceField(
        label="Pour",
        queryset=AppointmentCategory.objects.none(),
        required=False,
        empty_label="Toutes les catégories",
        error_messages={"invalid_choice": _IN_LIST},
    )
    valid_from = day_field("À partir du", "Donnez le premier jour.")
    valid_until = day_field(
        "Jusqu’au",
        "",
        required=False,
        help_text="Le premier jour sans cette plage. Vide\u00a0: sans fin.",
    )

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "category", categories)


class UnavailableForm(AreaForm):
    """From when to when; what is planned meanwhile is cancelled, or not."""

    starts_on = day_field("Du", "Donnez le premier jour.")
    starts_at = hour_field("À partir de", "", required=False, help_text="Vide\u00a0: dès le matin.")
    ends_on = day_field("Au", "Donnez le dernier jour.")
    ends_at = hour_field("Jusqu’à", "", required=False, help_text="Vide\u00a0: jusqu’au soir.")
    cancels = forms.BooleanField(
        label="Annuler les rendez-vous prévus pendant ce temps",
        required=False,
        initial=True,
        help_text="Qui avait choisi son heure reçoit un message, et choisit une autre date avec le "
        "même lien.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "starts_on" in cleaned and "ends_on" in cleaned:
            starts = cleaned.get("starts_at") or time.min
            ends = cleaned.get("ends_at") or time(23, 59)
            cleaned["start"] = _moment(cleaned["starts_on"], starts)
            cleaned["end"] = _moment(cleaned["ends_on"], ends)
        return cleaned


class CategoryForm(AreaForm):
    """A category of appointments."""

    label = forms.CharField(
        label="Libellé",
        max_length=120,
        help_text="Il part par e-mail et se lit sans compte\u00a0: il ne dit rien des droits de la "
        "personne.",
        error_messages={"required": "Écrivez le libellé."},
    )
    minutes = number_field("Durée (minutes)", 5, 480, initial=45)
    is_mandatory = forms.BooleanField(
        label="Rendez-vous obligatoire",
        required=False,
        initial=True,
        help_text="Sans cette case, l’invitation n’a pas de date limite.",
    )
    warns = forms.BooleanField(
        label="La lettre parle des suites d’une absence", required=False, initial=True
    )
    answer_days = number_field("Délai pour choisir (jours)", 1, 90, initial=15)
    reminder_days = number_field(
        "Relance après (jours)", 0, 60, initial=3, help_text="0\u00a0: aucune relance."
    )
    eve_days = number_field(
        "Rappel avant le rendez-vous (jours)", 0, 30, initial=2, help_text="0\u00a0: aucun rappel."
    )
    page_text = forms.CharField(
        label="À lire en ligne et dans les e-mails",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple ce qu’il faut apporter. Sans un mot des droits de la personne.",
        error_messages={"max_length": "Écrivez moins de 500 signes."},
    )
    letter_text = forms.CharField(
        label="À lire sur la lettre",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Une ligne vide sépare deux paragraphes.",
        error_messages={"max_length": "Écrivez moins de 3\u202f000 signes."},
    )
    withdrawn_on = day_field(
        "Retirée le",
        "",
        required=False,
        help_text="Elle n’est plus proposée à partir de ce jour. Videz la date pour la reprendre.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a category."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _moment(day: Any, hour: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
