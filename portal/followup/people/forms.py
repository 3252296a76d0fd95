"""Forms of people, units and places."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.capabilities import READ_CASES
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
from portal.followup.access import rules
from portal.followup.forms import AreaForm, Day, DayField
from portal.followup.people.models import Beneficiary, Household, Profession, Professional, Unit
from portal.followup.people.services.opening import NewPerson
from snippets.fields import AddressFormField, CommuneChoiceField
from snippets.models import Commune, Organisation
from snippets.validators import validate_person_name, validate_phone, validate_postal_code

CHOOSE = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez dans la liste."}
_MATRICULE_LENGTH = 15


def _name(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=80,
        validators=[validate_person_name],
        widget=forms.TextInput({"autocomplete": "off"}),
        **options,
    )


class PersonForm(AreaForm):
    """Who somebody is, how to reach them, and the numbers of their household."""

    title = forms.ChoiceField(
        label="Civilité (facultatif)",
        choices=[("", "Non précisée"), *Beneficiary.Title.choices],
        required=False,
    )
    birth_name = _name("Nom de naissance", error_messages={"required": "Écrivez le nom."})
    used_name = _name("Nom d’usage (facultatif)", required=False)
    first_name = _name("Prénom", error_messages={"required": "Écrivez le prénom."})
    birth_date = DayField(
        label="Date de naissance",
        widget=Day(),
        error_messages={
            "required": "Écrivez la date de naissance.",
            "invalid": "Écrivez une date, comme 31/12/1985.",
        },
    )
    role = forms.ChoiceField(
        label="Rôle dans le foyer", choices=Beneficiary.Role.choices, error_messages=CHOOSE
    )
    phone = forms.CharField(
        label="Téléphone (facultatif)", max_length=20, required=False, validators=[validate_phone]
    )
    email = AddressFormField(label="Adresse e-mail (facultatif)", required=False)
    has_no_fixed_address = forms.BooleanField(label="Sans domicile stable", required=False)
    address_line = forms.CharField(
        label="Adresse (facultatif)", max_length=200, required=False, help_text="Numéro et rue."
    )
    address_more = forms.CharField(
        label="Complément d’adresse (facultatif)", max_length=200, required=False
    )
    commune = CommuneChoiceField(
        label="Commune (facultatif)",
        queryset=Commune.objects.none(),
        required=False,
        empty_label="Choisissez, si elle est dans le département",
        error_messages=CHOOSE,
    )
    postal_code = forms.CharField(
        label="Code postal (facultatif)",
        max_length=5,
        required=False,
        validators=[validate_postal_code],
        help_text="Rempli par la commune quand vous en choisissez une.",
    )
    town = forms.CharField(label="Ville (facultatif)", max_length=80, required=False)
    organism = forms.ChoiceField(
        label="Organisme (facultatif)",
        choices=[("", "Pas encore connu"), *Household.Organism.choices],
        required=False,
    )
    organism_number = forms.RegexField(
        r"^\d{3}$",
        label="Numéro de l’organisme (facultatif)",
        required=False,
        help_text="Trois chiffres, comme 901.",
        error_messages={"invalid": "Ce numéro a trois chiffres, comme 901."},
    )
    matricule = forms.CharField(
        label="Numéro d’allocataire (facultatif)",
        max_length=24,
        required=False,
        help_text="Celui de la CAF ou de la MSA\u00a0: il est le même pour tout le foyer.",
    )
    rsa_number = forms.CharField(
        label="Numéro de demande de RSA (facultatif)", max_length=11, required=False
    )
    france_travail_number = forms.CharField(
        label="Numéro France Travail (facultatif)", max_length=11, required=False
    )
    was_followed_before_reform = forms.BooleanField(
        label="Suivi·e avant le 1er janvier 2025",
        required=False,
        help_text="Un contrat d’engagement est alors dû au 1er janvier 2027.",
    )
    # How the screens group them.
    PARTS = {
        "Identité": ("title", "birth_name", "used_name", "first_name", "birth_date"),
        "Coordonnées": (
            "phone",
            "email",
            "has_no_fixed_address",
            "address_line",
            "address_more",
            "commune",
            "postal_code",
            "town",
        ),
        "Foyer et numéros": (
            "role",
            "organism",
            "organism_number",
            "matricule",
            "rsa_number",
            "france_travail_number",
            "was_followed_before_reform",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune: Any = self.fields["commune"]
        commune.queryset = Commune.objects.order_by("name")

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each part with its fields."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.PARTS.items()
        ]

    def clean_birth_date(self) -> Any:
        """Nobody was born tomorrow, nor two centuries ago."""
        day = self.cleaned_data["birth_date"]
        if day > timezone.localdate():
            message = "Cette date est à venir."
            raise forms.ValidationError(message)
        if day.year < 1900:
            message = "Vérifiez l’année de naissance."
            raise forms.ValidationError(message)
        return day

    def clean_matricule(self) -> str:
        """Fifteen digits, zeros first, as the files of the CAF and the MSA have it."""
        typed = "".join(self.cleaned_data["matricule"].split())
        if not typed:
            return ""
        if not typed.isascii() or not typed.isalnum() or len(typed) > _MATRICULE_LENGTH:
            message = "Ce numéro a quinze chiffres au plus."
            raise forms.ValidationError(message)
        return typed.upper().zfill(_MATRICULE_LENGTH)

    def clean(self) -> dict[str, Any]:
        """A number goes with its organism; a commune fills in its postal code and name."""
        data = super().clean() or {}
        if data.get("matricule") and not data.get("organism"):
            self.add_error("organism", "Dites si ce numéro est de la CAF ou de la MSA.")
        if commune := data.get("commune"):
            data["town"] = data.get("town") or commune.name
            data["postal_code"] = data.get("postal_code") or commune.postal_code
        return data


class OpenForm(PersonForm):
    """A new case; the unit is asked of who may choose it."""

    unit: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Unité",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Pas encore d’unité",
        help_text="Celle qui suit la personne. Sans unité, le service orientation la choisit.",
        error_messages=CHOOSE,
    )
    is_another = forms.BooleanField(
        label="C’est quelqu’un d’autre\u00a0: ouvrir le dossier", required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    PARTS = {**PersonForm.PARTS, "Suivi": ("unit",)}

    def __init__(self, *args: Any, units: QuerySet[Unit], own: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        self.own = own
        if own is not None:
            # A unit manager opens in their own: there is nothing to choose.
            del self.fields["unit"]

    @property
    def person(self) -> NewPerson:
        """What was typed."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"is_another", "seen"}
        }
        return NewPerson(**{"unit": self.own, **data})


class IdentityForm(PersonForm):
    """The same of somebody who is known; numbers that a household has may be somebody else's."""

    has_disability_recognition = forms.BooleanField(
        label="Reconnaissance de travailleur handicapé (RQTH)",
        required=False,
        help_text="Elle n’est imprimée nulle part, et ne dispense de rien par elle-même.",
    )
    joins = forms.BooleanField(label="C’est bien son foyer\u00a0: l’y faire entrer", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    NUMBERS = ("organism", "organism_number", "matricule", "rsa_number")

    def __init__(self, *args: Any, case: Beneficiary, person: User, **kwargs: Any) -> None:
        household = case.household
        initial = {name: getattr(case, name) for name in self.base_fields if hasattr(case, name)}
        initial |= {name: getattr(household, name, "") for name in self.NUMBERS}
        initial["commune"] = case.commune_id
        super().__init__(*args, initial=initial, **kwargs)
        self.has_numbers = rules.may_write_numbers(person, case)
        if not self.has_numbers:
            for name in (*self.NUMBERS, "joins", "seen"):
                del self.fields[name]

    PARTS = {
        **PersonForm.PARTS,
        "Foyer et numéros": (
            *PersonForm.PARTS["Foyer et numéros"],
            "has_disability_recognition",
        ),
    }

    @property
    def decided(self) -> str:
        """The household that was shown, once it is said that it is theirs."""
        data = self.cleaned_data
        return str(data["seen"]) if data.get("joins") else ""


class UnitForm(AreaForm):
    """A unit; its service says that the name is another's."""

    name = forms.CharField(
        label="Nom",
        max_length=120,
        help_text="Son nom entier\u00a0: Unité du nord.",
        error_messages={"required": "Écrivez le nom de l’unité."},
    )
    email = AddressFormField(label="Adresse e-mail (facultatif)", required=False)
    phone = forms.CharField(
        label="Téléphone (facultatif)", max_length=20, required=False, validators=[validate_phone]
    )
    address = forms.CharField(label="Adresse postale (facultatif)", max_length=250, required=False)


class PlaceForm(AreaForm):
    """Where somebody works."""

    profession = forms.ChoiceField(
        label="Métier",
        # None is chosen at first: who reads confidential notes is not decided by inattention.
        choices=[("", "Choisissez"), *Profession.choices],
        error_messages=CHOOSE,
        help_text="Les notes confidentielles se partagent dans un même métier.",
    )
    unit: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Unité",
        queryset=Unit.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
    )
    structure = forms.ModelChoiceField(
        label="Structure",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
        help_text="L’employeur\u00a0: le Département, ou un partenaire.",
    )
    phone = forms.CharField(
        label="Téléphone professionnel (facultatif)",
        max_length=20,
        required=False,
        validators=[validate_phone],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units.filter(closed_on__isnull=True)
        fields["structure"].queryset = Organisation.objects.filter(
            suspended_at__isnull=True
        ).order_by("name")


class NewPlaceForm(PlaceForm):
    """A place for somebody who has a level on cases and none yet."""

    user = forms.ModelChoiceField(
        label="Personne",
        queryset=User.objects.none(),
        empty_label="Choisissez",
        error_messages=CHOOSE,
        help_text="Celles qui sont habilitées au suivi, et n’ont pas encore de place.",
    )
    field_order = ("user", "profession", "unit", "structure", "phone")

    def __init__(self, *args: Any, placed: QuerySet[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = without_place(placed)


def without_place(placed: QuerySet[Professional]) -> QuerySet[User]:
    """People with a level on cases who are not among the professionals of today."""
    at_work = placed.filter(left_on__isnull=True, user__isnull=False)
    return people_who_may(READ_CASES).exclude(pk__in=at_work.values("user"))
