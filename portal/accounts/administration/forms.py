"""Forms of the administration of rights."""

from typing import Any

from django import forms
from django.utils import timezone

from portal.accounts.administration.log_actions import GROUPED_ACTIONS
from portal.accounts.administration.queries import NEVER, SORTS
from portal.accounts.level_names import GIVES, LevelName
from portal.accounts.models import Membership
from portal.accounts.services.grants import grantable_levels
from snippets.fields import AddressFormField
from snippets.models import Organisation

_CLASSES: dict[type, str] = {
    forms.Select: "form-select",
    forms.RadioSelect: "form-check-input",
    forms.CheckboxInput: "form-check-input",
}


class StyledForm(forms.Form):
    """Fields as the site draws them, with help and errors that screen readers find."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = _CLASSES.get(type(field.widget), "form-control")


class _Day(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, **options)


class PeopleForm(StyledForm):
    """What narrows and sorts the list of people; anything wrong is as if it were not asked."""

    q = _text("Nom ou adresse e-mail", widget=forms.TextInput(attrs={"type": "search"}))
    level = forms.ChoiceField(
        label="Niveau", required=False, choices=[("", "Tous"), *LevelName.choices]
    )
    organisation = _text("Organisation")
    last_login = forms.ChoiceField(
        label="Dernière connexion",
        required=False,
        choices=[
            ("", "Peu importe"),
            (NEVER, "Jamais"),
            ("30", "Il y a plus d’un mois"),
            ("180", "Il y a plus de 6 mois"),
            ("365", "Il y a plus d’un an"),
        ],
    )
    second_factor = forms.ChoiceField(
        label="Second facteur",
        required=False,
        choices=[("", "Peu importe"), ("oui", "En place"), ("non", "Absent")],
    )
    state = forms.ChoiceField(
        label="Compte",
        required=False,
        choices=[("", "Tous"), ("actif", "Actif"), ("inactif", "Désactivé")],
    )
    sort = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[
            ("nom", "Nom, de A à Z"),
            ("-nom", "Nom, de Z à A"),
            ("-connexion", "Dernière connexion, récente d’abord"),
            ("connexion", "Dernière connexion, ancienne d’abord"),
            ("-inscription", "Inscription, récente d’abord"),
            ("inscription", "Inscription, ancienne d’abord"),
        ],
    )

    def clean_sort(self) -> str:
        """Fall back on the name."""
        return self.cleaned_data["sort"] if self.cleaned_data["sort"] in SORTS else "nom"


class LogForm(StyledForm):
    """What narrows the log."""

    action = forms.ChoiceField(
        label="Action", required=False, choices=[("", "Toutes"), *GROUPED_ACTIONS]
    )
    person = _text("Personne", help_text="Nom ou adresse e-mail, de qui agit ou de qui est visé.")
    level = forms.ChoiceField(
        label="Niveau", required=False, choices=[("", "Tous"), *LevelName.choices]
    )
    organisation = _text("Organisation")
    since = forms.DateField(label="Du", required=False, widget=_Day())
    until = forms.DateField(label="Au", required=False, widget=_Day())


def _level_choices() -> list[tuple[str, str]]:
    return [("", "Choisissez"), *((level.value, level.label) for level in grantable_levels())]


class ReasonForm(StyledForm):
    """A reason, which the log keeps."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        help_text="Gardé dans le journal. Rien de médical, rien de privé.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez le motif."},
    )


class _LevelForm(ReasonForm):
    """A level, why, and until when."""

    level = forms.ChoiceField(
        label="Niveau",
        choices=_level_choices,
        help_text=(
            "L’administration des droits et les niveaux qui ouvrent des dossiers sont validés "
            "par un ou une collègue, dès que deux personnes administrent les droits."
        ),
        error_messages={"required": "Choisissez un niveau."},
    )
    ends_on = forms.DateField(
        label="Dernier jour (facultatif)",
        required=False,
        widget=_Day(),
        help_text="Pour un remplacement ou un stage\u00a0: le niveau s’arrête de lui-même.",
        error_messages={"invalid": "Écrivez une date, comme 30/06/2027."},
    )

    def gives(self) -> list[tuple[str, str]]:
        """What each level of the choice gives, in a sentence."""
        return [(level.label, GIVES[level]) for level in grantable_levels()]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].widget.attrs["min"] = timezone.localdate().isoformat()


class GrantForm(_LevelForm):
    """A level for somebody who has an account."""

    field_order = ("level", "reason", "ends_on")


def _address() -> AddressFormField:
    return AddressFormField(
        label="Adresse e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Écrivez l’adresse e-mail."},
    )


class InviteToLevelForm(_LevelForm):
    """A level for somebody who may have no account yet."""

    email = _address()
    field_order = ("email", "level", "reason", "ends_on")


class InviteToOrganisationForm(StyledForm):
    """A place in one of the organisations that were found."""

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’organisation."},
    )
    email = _address()
    role = forms.ChoiceField(
        label="Rôle",
        choices=Membership.Role.choices,
        initial=Membership.Role.MEMBER,
        help_text="Un ou une gestionnaire invite aussi ses collègues.",
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.widget.choices = [(row.pk, row.choice_label) for row in organisations]
