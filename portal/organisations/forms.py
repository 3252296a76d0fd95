"""Forms of organisations."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from portal.accounts.models import Membership, VerificationRequest
from portal.organisations.services.company_register import Establishment
from portal.organisations.services.details import EDITABLE
from portal.organisations.services.registration import (
    REGISTRABLE,
    already_known,
    find_twin,
)
from snippets.conditional_fields import drawn_when
from snippets.fields import AddressFormField, CommuneChoiceField
from snippets.models import Commune, Organisation
from snippets.pictures.forms import ImageField
from snippets.site import site_settings
from snippets.validators import validate_organisation_name

_REASON_LENGTH = 300
_MESSAGE_LENGTH = 500
_CHOOSE = {
    "required": "Choisissez une réponse.",
    "invalid_choice": "Choisissez une réponse de la liste.",
}
_KIND_LABELS = {
    Organisation.Kind.COMPANY: (
        "Entreprise\u00a0: elle recrute, et propose des offres et des sessions"
    ),
    Organisation.Kind.EMPLOYMENT_PARTNER: (
        "Partenaire emploi (mission locale, chantier d’insertion, agence…)\u00a0: "
        "il propose des sessions et du bénévolat"
    ),
    Organisation.Kind.ASSOCIATION: "Association\u00a0: elle propose du bénévolat",
}


class StyledFormMixin:
    """Gives each widget the site's look; Django links it to its help and its errors."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, (forms.RadioSelect, forms.CheckboxInput)):
                widget.attrs["class"] = "form-check-input"
            elif isinstance(widget, forms.Select):
                widget.attrs["class"] = "form-select"
            else:
                widget.attrs["class"] = "form-control"


class _OrganisationForm(StyledFormMixin, forms.ModelForm):
    """What a registration and a change of details share."""

    conditions: ClassVar[Mapping[str, str]] = {
        "siret": "ou le RNA d’une association",
        "rna": "sans SIRET",
    }

    commune = CommuneChoiceField(
        label="Commune",
        queryset=Commune.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choisissez une commune de la liste, ou laissez vide."},
        help_text="Ailleurs\u00a0? Laissez vide, et écrivez la commune dans l’adresse.",
    )
    website = forms.URLField(
        label="Site web (facultatif)",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez l’adresse du site, comme https://www.exemple.fr."},
        help_text="Exemple\u00a0: https://www.exemple.fr",
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = EDITABLE
        labels = {
            "name": "Nom",
            "siret": "Numéro SIRET",
            "rna": "Numéro RNA (associations)",
            "naf_code": "Code NAF (facultatif)",
            "address": "Adresse",
            "phone": "Téléphone (facultatif)",
            "email": "Adresse e-mail de contact",
            "description": "Présentation (facultatif)",
        }
        help_texts = {
            "name": "Le nom que les candidats connaissent.",
            "siret": "14\u00a0chiffres, sur vos factures ou votre avis de situation Sirene.",
            "rna": "W suivi de 9\u00a0chiffres, sur le récépissé de la préfecture. "
            "Une association sans SIRET donne son RNA.",
            "naf_code": "Votre activité principale. Exemple\u00a0: 43.21A.",
            "address": "Numéro et rue. Exemple\u00a0: 12\u00a0rue de la Gare.",
            "phone": "Pour que le service emploi puisse vous appeler. Il n’est pas publié ici.",
            "email": "Pour le service emploi. Elle n’est pas publiée ici.",
            "description": "Quelques phrases simples, que les candidats liront.",
        }
        error_messages = {
            "name": {"required": "Écrivez le nom de votre organisation."},
            "email": {
                "required": "Écrivez une adresse e-mail de contact.",
                "invalid": "Cette adresse e-mail n’est pas valable. Exemple\u00a0: nom@exemple.fr.",
            },
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "siret": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "rna": forms.TextInput(attrs={"autocomplete": "off"}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "description": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = self.fields["commune"]
        communes.queryset = (  # type: ignore[attr-defined]
            Commune.objects.defer("contour").order_by("name")
        )
        territory = site_settings().department.within
        communes.empty_label = f"Choisissez, si elle est {territory}"  # type: ignore[attr-defined]
        self.fields["email"].required = True
        self.twin: Organisation | None = None

    def clean_name(self) -> str:
        """Refuse an address: the name is in messages to people who know nothing of us."""
        name: str = self.cleaned_data["name"]
        validate_organisation_name(name)
        return name

    def clean_siret(self) -> str:
        """Name the organisation that has this SIRET."""
        siret: str = self.cleaned_data["siret"]
        self._refuse_twin(siret=siret, rna="")
        return siret

    def clean_rna(self) -> str:
        """Name the organisation that has this RNA."""
        rna: str = self.cleaned_data["rna"]
        self._refuse_twin(siret="", rna=rna)
        return rna

    def clean(self) -> dict[str, Any]:
        """Ask for a number that can be checked."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors.keys() & {"siret", "rna", "kind"} or "siret" not in self.fields:
            return data
        is_association = data.get("kind", self.instance.kind) == Organisation.Kind.ASSOCIATION
        if not data["siret"] and not (is_association and data["rna"]):
            self.add_error(
                "siret",
                "Donnez le SIRET ou le RNA de votre association."
                if is_association
                else "Donnez le SIRET de votre organisation.",
            )
        return data

    def _refuse_twin(self, *, siret: str, rna: str) -> None:
        twin = find_twin(siret=siret, rna=rna, but=self.instance.pk)
        if twin:
            self.twin = twin
            raise ValidationError(already_known(twin))


class RegistrationForm(_OrganisationForm):
    """Inscription d’une organisation."""

    kind = forms.ChoiceField(
        label="Votre organisation",
        choices=[(kind.value, _KIND_LABELS[kind]) for kind in REGISTRABLE],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez le type de votre organisation.",
            "invalid_choice": "Choisissez le type de votre organisation.",
        },
    )
    field_order = ["kind", "siret", "rna"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn_when(self.fields["rna"], "kind", [Organisation.Kind.ASSOCIATION])

    class Meta(_OrganisationForm.Meta):
        fields = (
            "kind",
            *_OrganisationForm.Meta.fields,
        )


def proposed(found: Establishment) -> dict[str, Any]:
    """What the register knows, by field; what it does not know stays as it was typed."""
    known = {
        "name": found.name,
        "address": found.address,
        "naf_code": found.naf_code,
        "commune": found.commune and found.commune.pk,
    }
    return {name: value for name, value in known.items() if value}


class DetailsForm(_OrganisationForm):
    """Fiche. The numbers of a verified organisation are not fields any more."""

    logo_file = ImageField(
        label="Logo (facultatif)",
        required=False,
        widget=forms.FileInput,
        help_text="Une image JPEG, PNG ou WebP, de 10\u00a0Mo au plus.",
    )
    remove_logo = forms.BooleanField(label="Retirer le logo actuel", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.verified_at:
            del self.fields["siret"]
            del self.fields["rna"]
            self.fields["name"].help_text = (
                "Si vous le changez, le service emploi vérifie de nouveau votre organisation. "
                "En attendant, vos annonces restent des brouillons."
            )
        if not self.instance.logo_id:
            del self.fields["remove_logo"]


class JoinForm(StyledFormMixin, forms.Form):
    """A request to join."""

    message = forms.CharField(
        label="Votre message (facultatif)",
        required=False,
        max_length=_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dites qui vous êtes dans l’organisation. Votre nom et votre adresse e-mail "
        "sont donnés avec la demande.",
    )


class JoinAnswerForm(StyledFormMixin, forms.Form):
    """The answer to a request: a role, or a refusal with its reason."""

    REFUSE = "refuse"

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (Membership.Role.MEMBER.value, "Accepter comme membre"),
            (Membership.Role.MANAGER.value, "Accepter comme gestionnaire"),
            (REFUSE, "Refuser"),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    conditions: ClassVar[Mapping[str, str]] = {"reason": "si vous refusez"}
    reason = forms.CharField(
        label="Motif du refus",
        required=False,
        max_length=_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Seulement si vous refusez. La personne le lira.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason beside a refusal."""
        data = super().clean() or {}
        if data.get("answer") == self.REFUSE and not data.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi vous refusez.")
        return data


class InviteForm(StyledFormMixin, forms.Form):
    """An invitation by mail."""

    email = AddressFormField(
        label="Adresse e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez l’adresse de votre collègue."},
        help_text="Celle de votre collègue. Un lien y est envoyé\u00a0: il sert une fois, "
        "pendant 7\u00a0jours.",
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=[
            (Membership.Role.MEMBER.value, "Membre\u00a0: propose et suit les annonces"),
            (
                Membership.Role.MANAGER.value,
                "Gestionnaire\u00a0: s’occupe aussi des collègues et de la fiche",
            ),
        ],
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
    )


class ReasonForm(StyledFormMixin, forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(
        label="Motif",
        max_length=_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez le motif."},
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


class SuspensionForm(ReasonForm):
    """A suspension."""

    withdraw_opportunities = forms.BooleanField(
        label="Retirer aussi ses annonces en ligne",
        required=False,
        help_text="Celles qui sont programmées ou en relecture aussi. Les sessions d’autres "
        "organisations auxquelles elle participe restent. Sans cette case, ses annonces restent "
        "jusqu’à leur fin.",
    )
    field_order = ["reason", "withdraw_opportunities"]


class DecisionForm(StyledFormMixin, forms.Form):
    """An officer's answer; `seen` is what they had read."""

    conditions: ClassVar[Mapping[str, str]] = {"message": "pour une correction ou un refus"}

    outcome = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (VerificationRequest.Outcome.VERIFIED.value, "Vérifier\u00a0: tout est en ordre"),
            (VerificationRequest.Outcome.CORRECTION.value, "Demander une correction"),
            (VerificationRequest.Outcome.REFUSED.value, "Refuser"),
        ],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    message = forms.CharField(
        label="Votre message",
        required=False,
        max_length=_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour une correction ou un refus\u00a0: les gestionnaires le lisent.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a message where one is due."""
        data = super().clean() or {}
        outcome = data.get("outcome")
        needs_message = outcome and outcome != VerificationRequest.Outcome.VERIFIED
        if needs_message and not data.get("message", "").strip():
            self.add_error("message", "Dites ce qui ne va pas.")
        return data
