"""What somebody who would like a sponsor says, by themselves or with help."""

from typing import Any

from django import forms

from portal.accounts.models import User
from portal.participation.conditions import (
    CHOSEN_OR_NAMED,
    HELPED_CONDITIONS,
    NAMED_BELOW,
)
from portal.participation.models import MAX_NAME, Agreement
from portal.sponsorship.forms import (
    SponsorshipForm,
    availability_field,
    commune_field,
    domains_field,
    languages_field,
    modes_field,
    phone_field,
    text_field,
)
from portal.sponsorship.requests.models import MAX_GOAL
from portal.sponsorship.requests.services.asking import Identity, Wish
from snippets.fields import AddressFormField
from snippets.validators import validate_person_name

_WISH = ("goal", "phone", "commune", "domains", "modes", "languages", "availability")


class AskForm(SponsorshipForm):
    """One question that matters; the others are wishes, and may stay empty."""

    goal = text_field(
        "Que cherchez-vous\u00a0?",
        length=MAX_GOAL,
        rows=3,
        required="Écrivez quelques mots.",
        help_text="Exemple\u00a0: un premier emploi dans la vente, reprendre confiance.",
    )
    phone = phone_field(
        "Votre téléphone (facultatif)", help_text="Pour que la coordination vous appelle."
    )
    commune = commune_field("Votre commune (facultatif)")
    domains = domains_field("Dans quels domaines\u00a0? (facultatif)")
    modes = modes_field("Comment voulez-vous vous parler\u00a0? (facultatif)")
    languages = languages_field("Autres langues que vous parlez (facultatif)")
    availability = availability_field("Quand êtes-vous disponible\u00a0? (facultatif)")

    @property
    def wish(self) -> Wish:
        """What the service is told."""
        return Wish(**{name: self.cleaned_data[name] for name in _WISH})

    @property
    def opens_more(self) -> bool:
        """Whether a folded wish was typed or is wrong: it is shown open again."""
        names = ("domains", "modes", "languages", "availability")
        return any(self[name].errors or self[name].value() for name in names)


def _name(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MAX_NAME,
        required=False,
        validators=[validate_person_name],
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AskForForm(AskForm):
    """The same for somebody: who they are, how they said yes. `people`: the helper's list."""

    person = forms.ModelChoiceField(
        label="Pour qui\u00a0?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choisissez une personne",
        error_messages={
            "required": "Choisissez une personne de votre liste.",
            "invalid_choice": "Choisissez une personne de votre liste.",
        },
    )
    first_name = _name("Prénom")
    last_name = _name("Nom")
    email = AddressFormField(
        label="Son adresse e-mail",
        required=False,
        help_text="Elle y reçoit un message, pour suivre ou retirer la demande.",
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr."
        },
    )
    same_address = forms.BooleanField(
        label="Les deux personnes partagent cette adresse", required=False
    )
    how = forms.ChoiceField(
        label="Comment la personne a-t-elle dit oui\u00a0?",
        choices=[(how.value, how.label) for how in Agreement.How if how != Agreement.How.SCREEN],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites comment la personne a dit oui.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    agreed = forms.BooleanField(
        label="J’ai lu ce texte à la personne, ou elle l’a lu, et elle est d’accord.",
        error_messages={
            "required": "Sans son accord, rien n’est demandé. Cochez si elle a dit oui."
        },
    )

    field_order = (
        "person",
        "first_name",
        "last_name",
        "email",
        "same_address",
        "phone",
        "goal",
        "commune",
        "domains",
        "modes",
        "languages",
        "availability",
        "how",
        "agreed",
    )

    def __init__(self, *args: Any, people: Any, may_type_names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_type_names = may_type_names
        self.has_people = people.exists() or not may_type_names
        self.has_nobody = not (may_type_names or people.exists())
        person: Any = self.fields["person"]
        person.queryset, person.required = people, not may_type_names
        self.conditions = HELPED_CONDITIONS if may_type_names else {}
        if self.has_people:
            if may_type_names:
                self.conditions = HELPED_CONDITIONS | CHOSEN_OR_NAMED | {"person": NAMED_BELOW}
        else:
            del self.fields["person"]
            for name in ("first_name", "last_name"):
                self.fields[name].required = True
        if not may_type_names:
            for name in ("first_name", "last_name", "email", "same_address"):
                del self.fields[name]
        labels = {
            "goal": "Que cherche la personne\u00a0?",
            "phone": "Son téléphone" if may_type_names else "Son téléphone (facultatif)",
            "commune": "Sa commune (facultatif)",
            "modes": "Comment veut-elle parler à la personne qui l’accompagne\u00a0? (facultatif)",
            "languages": "Autres langues qu’elle parle (facultatif)",
            "availability": "Quand est-elle disponible\u00a0? (facultatif)",
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["phone"].help_text = "Pour que la coordination l’appelle."
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields[
            "goal"
        ].help_text = "Avec ses mots. N’écrivez rien de ses aides, de son suivi ni de sa santé."

    def clean(self) -> dict[str, Any]:
        """A person of the list, or a name and a way to write or call."""
        data = super().clean() or {}
        if not self.may_type_names or data.get("person"):
            return data
        for name in ("first_name", "last_name"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Ce champ est obligatoire.")
        ways = {"email", "phone"}
        if not (any(data.get(way) for way in ways) or ways & self.errors.keys()):
            self.add_error("email", "Donnez une adresse e-mail ou un numéro de téléphone.")
        return data

    @property
    def identity(self) -> Identity | None:
        """Who was typed; None for a person of the list."""
        data = self.cleaned_data
        if data.get("person") or not self.may_type_names:
            return None
        return Identity(
            first_name=data["first_name"], last_name=data["last_name"], email=data["email"]
        )
