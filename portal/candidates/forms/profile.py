"""The profile, a few questions at a time: everything is optional."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from pages.models.job_offer import Contract, DrivingLicence, Schedule, WorkingTime
from portal.candidates.models import MAX_TRADES, CandidateProfile
from portal.candidates.models.profile import RADIUS_CHOICES, Availability, Experience, Transport
from search.parameters.named_fields import CommuneField, OccupationField
from snippets.models import Occupation

_ANY = [("", "Peu importe")]


class StepForm(forms.Form):
    """A step: `title` is what is asked, `values` what is written in the profile."""

    title: ClassVar[str]
    introduction: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    @classmethod
    def initial_of(cls, profile: CandidateProfile) -> dict[str, Any]:
        """What the fields show of a profile."""
        return {name: getattr(profile, name) for name in cls.base_fields}

    @property
    def values(self) -> dict[str, Any]:
        """The columns to write."""
        return dict(self.cleaned_data)

    @property
    def trades(self) -> Sequence[Occupation] | None:
        """The trades to write, or None when this step does not ask for them."""
        return None


def _several(label: str, choices: list[tuple[str, str]], help_text: str = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )


def _one(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )


class TradesForm(StepForm):
    """Trades, then experience."""

    title = "Quel métier cherchez-vous\u00a0?"
    introduction = "Un seul suffit. Commencez à écrire, puis choisissez dans la liste."

    trade_1 = OccupationField(
        label="Métier", required=False, help_text="Exemple\u00a0: maçon, aide à domicile, vendeuse."
    )
    trade_2 = OccupationField(label="Un autre métier (facultatif)", required=False)
    trade_3 = OccupationField(label="Un troisième métier (facultatif)", required=False)
    experience = _one(
        "Votre expérience dans ce métier", [("", "Je préfère ne pas le dire"), *Experience.choices]
    )

    @classmethod
    def initial_of(cls, profile: CandidateProfile) -> dict[str, Any]:
        """The trades in their order."""
        label_of = cls.base_fields["trade_1"].label_of  # type: ignore[attr-defined]
        shown = {
            f"trade_{trade.rank}": label_of(trade.occupation)
            for trade in profile.trades.select_related("occupation")
        }
        return {"experience": profile.experience, **shown}

    def clean(self) -> dict[str, Any]:
        """The same trade twice is one too many."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for name in (f"trade_{rank}" for rank in range(1, MAX_TRADES + 1)):
            trade = cleaned.get(name)
            if trade is not None and trade.pk in seen:
                self.add_error(name, ValidationError("Vous avez déjà choisi ce métier."))
            elif trade is not None:
                seen.add(trade.pk)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Experience alone: trades are rows."""
        return {"experience": self.cleaned_data["experience"]}

    @property
    def trades(self) -> Sequence[Occupation]:
        """Those that are filled in."""
        found = (self.cleaned_data[f"trade_{rank}"] for rank in range(1, MAX_TRADES + 1))
        return [trade for trade in found if trade is not None]


class PlaceForm(StepForm):
    """Where, and how far."""

    title = "Où cherchez-vous\u00a0?"

    commune = CommuneField(label="Commune", required=False, help_text="Son nom ou son code postal.")
    radius_km = forms.TypedChoiceField(
        label="Jusqu’où pouvez-vous aller\u00a0?",
        choices=[("", "Choisir une distance"), *RADIUS_CHOICES],
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )

    @classmethod
    def initial_of(cls, profile: CandidateProfile) -> dict[str, Any]:
        """The commune as people type it."""
        label_of = cls.base_fields["commune"].label_of  # type: ignore[attr-defined]
        shown = label_of(profile.commune) if profile.commune else ""
        return {"commune": shown, "radius_km": profile.radius_km}


class MobilityForm(StepForm):
    """How one gets to work."""

    title = "Comment vous déplacez-vous\u00a0?"

    transports = _several("Vous pouvez aller travailler", Transport.choices)
    licences = _several("Vos permis de conduire", DrivingLicence.choices, "Aucun\u00a0? Passez.")


class ContractForm(StepForm):
    """What kind of work."""

    title = "Quel travail vous convient\u00a0?"

    working_time = _one("Temps de travail", [*_ANY, *WorkingTime.choices])
    contracts = _several(
        "Contrats", Contract.choices, "Aucune case cochée\u00a0: tous vous conviennent."
    )
    schedules = _several("Horaires possibles", Schedule.choices)


class AvailabilityForm(StepForm):
    """When one can begin."""

    title = "Quand pouvez-vous commencer\u00a0?"

    availability = _one(
        "Votre disponibilité", [("", "Je ne sais pas encore"), *Availability.choices]
    )
    available_from = forms.DateField(
        label="Date, si ce n’est pas tout de suite",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date comme 12/01/2027."},
    )

    def clean(self) -> dict[str, Any]:
        """A date goes with its choice; typed alone, it says which one."""
        cleaned = super().clean() or {}
        if "available_from" not in cleaned or "availability" not in cleaned:
            return cleaned
        day = cleaned["available_from"]
        if day and not cleaned["availability"]:
            cleaned["availability"] = Availability.FROM.value
        elif cleaned["availability"] == Availability.FROM and not day:
            self.add_error("available_from", "Indiquez à partir de quelle date.")
        elif cleaned["availability"] == Availability.NOW:
            cleaned["available_from"] = None
        return cleaned


STEPS: dict[str, type[StepForm]] = {
    "metiers": TradesForm,
    "lieu": PlaceForm,
    "trajets": MobilityForm,
    "contrat": ContractForm,
    "disponibilite": AvailabilityForm,
}


def _dress(field: forms.Field) -> None:
    """Give a widget the site's classes."""
    if isinstance(field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        field.widget.attrs["class"] = "form-check-input"
    elif isinstance(field.widget, forms.Select):
        field.widget.attrs["class"] = "form-select"
    else:
        field.widget.attrs["class"] = "form-control"
