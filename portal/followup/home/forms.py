"""How a caseload is narrowed, from the address of its screen, and how a filter gets a name."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from portal.followup.forms import AreaForm
from portal.followup.home import caseload, exports, queries
from portal.followup.home.caseload import NONE, OWN, TEAM, UNIT, Filters
from portal.followup.home.day import LABELS
from portal.followup.models import EngagementContract, Path, Professional

State = EngagementContract.State
_ALL = ("", "Tous")


class ExportForm(AreaForm):
    """In which format, and why: the log keeps it."""

    extension = forms.ChoiceField(
        label="Format",
        choices=[*exports.LABELS.items()],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un format."},
    )
    reason = forms.CharField(
        label="Pourquoi exporter ces dossiers\u00a0?",
        max_length=300,
        help_text="Gardé dans le journal des accès.",
        error_messages={"required": "Dites pourquoi vous exportez ces dossiers."},
    )


class FilterForm(AreaForm):
    """Names and values of the address. What makes no sense there narrows nothing."""

    perimetre = forms.ChoiceField(label="Dossiers", required=False)
    parcours = forms.ChoiceField(
        label="Parcours",
        required=False,
        choices=[_ALL, *Path.choices, (NONE, "Sans orientation")],
    )
    contrat = forms.ChoiceField(
        label="Contrat",
        required=False,
        choices=[
            _ALL,
            (NONE, "Aucun"),
            (State.DRAFT, State.DRAFT.label),
            (State.PROPOSED, State.PROPOSED.label),
            (State.SIGNED, State.SIGNED.label),
            (State.ENDED, State.ENDED.label),
            (State.BREACHED, State.BREACHED.label),
        ],
    )
    alerte = forms.ChoiceField(
        label="Alerte", required=False, choices=[("", "Toutes"), *LABELS.items()]
    )
    commune = forms.ChoiceField(label="Commune", required=False)
    referent = forms.ChoiceField(label="Référent·e", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Suivi en cours"), ("sortis", "Sortis"), ("tous", "Tous")],
    )
    tri = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[
            ("", "Nom"),
            ("echeance", "Première échéance"),
            ("contact", "Contact le plus ancien"),
            ("arrivee", "Arrivée la plus récente"),
        ],
    )

    def __init__(self, *args: Any, user: Any, me: Professional, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follows, leads, orients = (
            rule(user) for rule in (queries.follows, queries.leads, queries.orients)
        )
        whose = [(OWN, "Dont je suis référent·e"), (TEAM, "Groupes de suivi")] if follows else []
        whose += [(UNIT, "De mon unité")] if leads or orients else []
        self._choices("perimetre", [_ALL, *whose])
        communes = ((one.pk, one.choice_label) for one in caseload.communes_of(user))
        self._choices("commune", [("", "Toutes"), *communes])
        referents = caseload.referents_for(user, me).values_list("pk", "name")
        everybody = [_ALL, (NONE, "Sans référent·e"), *((str(pk), name) for pk, name in referents)]
        self._choices("referent", everybody)
        if not (leads or orients):
            del self.fields["referent"]
        if not (follows or leads):
            # Contracts are no business of who orients: none would be found.
            del self.fields["contrat"]
        self.is_valid()

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    @property
    def kept(self) -> dict[str, str]:
        """What the address says that makes sense."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The same, as an address says it."""
        return urlencode(self.kept)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kept.keys() - {"tri"})

    @property
    def filters(self) -> Filters:
        kept = self.kept
        return Filters(
            whose=kept.get("perimetre", ""),
            path=kept.get("parcours", ""),
            contract=kept.get("contrat", ""),
            alert=kept.get("alerte", ""),
            commune=kept.get("commune", ""),
            referent=kept.get("referent", ""),
            state=kept.get("etat", ""),
            sort=kept.get("tri", ""),
        )


class SaveFilterForm(AreaForm):
    """Keep the filters of the address as a tab."""

    name = forms.CharField(
        label="Nom de l’onglet",
        max_length=40,
        error_messages={
            "required": "Donnez un nom à l’onglet.",
            "max_length": "Quarante caractères au plus.",
        },
    )


class SearchForm(forms.Form):
    """A few letters of a name, a number, a phone."""

    q = forms.CharField(label="Nom, numéro ou téléphone", max_length=100, required=False)
