"""What sponsors answer, and what the coordinator writes of them."""

from typing import Any

from django import forms

from portal.candidates.models.profile import RADIUS_CHOICES
from portal.sponsorship.forms import (
    ReasonForm,
    SponsorshipForm,
    availability_field,
    commune_field,
    domains_field,
    languages_field,
    modes_field,
    phone_field,
    text_field,
)
from portal.sponsorship.sponsors.models import MAX_CAPACITY, MAX_NOTE, MAX_TEXT, Sponsor
from portal.sponsorship.sponsors.services.applying import Answers
from portal.sponsorship.sponsors.services.describing import Description
from portal.sponsorship.sponsors.states import State
from search.parameters.named_fields import NamedRowField
from snippets.models import Organisation, RomeDomain

_NO_PHONE = "Écrivez votre numéro\u00a0: la coordination vous appelle."
_NO_DOMAIN = "Choisissez au moins un domaine."
_NO_MODE = "Choisissez au moins une façon de vous parler."
_NO_SLOT = "Choisissez au moins un moment."
_NO_COMMUNE = "Écrivez votre commune."


class ApplyForm(SponsorshipForm):
    """A few questions; the rest is said in the interview."""

    phone = phone_field("Votre téléphone", required=_NO_PHONE)
    profession = text_field(
        "Votre métier",
        length=120,
        required="Écrivez votre métier.",
        help_text="Celui d’aujourd’hui, ou celui d’avant la retraite.",
    )
    domains = domains_field("Les domaines que vous connaissez", required=_NO_DOMAIN)
    commune = commune_field("Votre commune", required=_NO_COMMUNE)
    modes = modes_field("Comment pouvez-vous parler à la personne\u00a0?", required=_NO_MODE)
    availability = availability_field(
        "Quand êtes-vous disponible, le plus souvent\u00a0?", required=_NO_SLOT
    )
    motivation = text_field(
        "Qu’aimeriez-vous apporter\u00a0? (facultatif)",
        length=MAX_TEXT,
        rows=3,
        help_text="Deux ou trois phrases suffisent.",
    )

    @property
    def answers(self) -> Answers:
        """What the service is told."""
        return Answers(**self.cleaned_data)


class DescriptionForm(SponsorshipForm):
    """All that a sponsor may change of themselves."""

    phone = phone_field("Votre téléphone", required=_NO_PHONE)
    profession = text_field("Votre métier", length=120, required="Écrivez votre métier.")
    domains = domains_field("Les domaines que vous connaissez", required=_NO_DOMAIN)
    commune = commune_field("Votre commune", required=_NO_COMMUNE)
    radius_km = forms.TypedChoiceField(
        label="Jusqu’où pouvez-vous aller\u00a0?",
        choices=RADIUS_CHOICES,
        coerce=int,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    modes = modes_field("Comment pouvez-vous parler à la personne\u00a0?", required=_NO_MODE)
    languages = languages_field("Autres langues que vous parlez")
    availability = availability_field("Quand êtes-vous disponible\u00a0?", required=_NO_SLOT)
    capacity = forms.TypedChoiceField(
        label="Combien de personnes pouvez-vous accompagner à la fois\u00a0?",
        choices=[(number, str(number)) for number in range(1, MAX_CAPACITY + 1)],
        coerce=int,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )

    @classmethod
    def initial_of(cls, sponsor: Sponsor) -> dict[str, Any]:
        """What the fields show of a sponsor."""
        shown = {name: getattr(sponsor, name) for name in cls.base_fields}
        commune: Any = cls.base_fields["commune"]
        shown["commune"] = commune.label_of(sponsor.commune) if sponsor.commune else ""
        return shown

    @property
    def description(self) -> Description:
        """What the service is told."""
        return Description(**self.cleaned_data)


class EmployerField(NamedRowField):
    """An organisation of the site by its name or SIRET."""

    suggestions = ""

    def find(self, text: str) -> Organisation:
        """The one that is meant. Raises ValidationError."""
        found = list(Organisation.objects.search(text).order_by("name", "pk")[:4])
        exact = [row for row in found if text in {row.name, row.siret}]
        meant = exact or found
        if not meant:
            message = "Aucune organisation du site n’a ce nom. Vérifiez, ou donnez son SIRET."
            raise forms.ValidationError(message)
        if len(meant) > 1:
            names = ", ".join(row.name for row in meant[:3])
            message = f"Plusieurs organisations correspondent\u00a0: {names}… Donnez le SIRET."
            raise forms.ValidationError(message)
        return meant[0]

    def label_of(self, row: Organisation) -> str:
        """Its name."""
        return row.name


class EmployerForm(SponsorshipForm):
    """An organisation for which a sponsor recruits."""

    organisation = EmployerField(
        label="Organisation pour laquelle vous recrutez",
        help_text="Son nom sur le site, ou son SIRET.",
        error_messages={"required": "Écrivez le nom de l’organisation."},
    )


class CharterForm(SponsorshipForm):
    """Read, then signed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    agreed = forms.BooleanField(
        label="J’ai lu la charte et je la signe.",
        error_messages={
            "required": "Cochez la case\u00a0: sans signature, aucun binôme ne vous est proposé."
        },
    )


class InterviewForm(SponsorshipForm):
    """What the coordinator keeps of an interview."""

    note = text_field(
        "Note d’entretien",
        length=MAX_NOTE,
        rows=6,
        required="Écrivez quelques mots de l’entretien.",
        help_text="La coordination seule la voit. La personne peut la lire si elle demande ses "
        "données.",
    )


class DeclineForm(ReasonForm):
    """Why, for the coordination; a kind word, for the person."""

    word = text_field(
        "Un mot pour la personne (facultatif)",
        length=600,
        rows=3,
        help_text="Ajouté au message qui la remercie.",
    )


class FilterForm(forms.Form):
    """The coordinator's list: by state, domain, name. What is not understood is left out."""

    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *State.choices])
    domaine = forms.ChoiceField(
        label="Domaine", required=False, choices=[("", "Tous"), *RomeDomain.choices]
    )
    q = forms.CharField(label="Nom ou commune", required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_list = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_list else "form-control"
