"""The contract as it is prepared with the person; then its signature, its end."""

from collections.abc import Iterator
from typing import Any

from django import forms

from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import (
    TermField,
    day,
    one_of,
    open_terms,
    short,
    text,
    today,
    whole_hours,
)
from portal.followup.contract.hours_rules import Regime, bounds
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.services.plans import StepValues
from portal.followup.contract.services.preparing import ContractValues, as_values
from portal.followup.forms import AreaForm
from snippets.french import NBSP

WHO = [("person", "La personne"), ("service", "Le service")]
_STEPS = (1, 2, 3)
_CONTRACT = (
    "starts_on",
    "ends_on",
    "regime",
    "weekly_hours",
    "hours_reason",
    "hours_comment",
    "person_words",
    "department_commitments",
)


class ContractForm(AreaForm):
    """Everything of a contract on one screen, and room for one more goal with its steps."""

    starts_on = day("Premier jour", required=False)
    ends_on = day("Dernier jour", required=False)
    regime = one_of("Durée des activités", Regime.choices)
    weekly_hours = whole_hours("Heures par semaine")
    hours_reason = TermField(
        Term.List.EXEMPTION_REASON,
        label="Motif de la réduction ou de la dispense",
        required=False,
        empty_label="Aucun",
        help_text="Une RQTH seule ne dispense de rien et ne réduit rien.",
    )
    hours_comment = short("Précision sur les heures", most=500)
    person_words = text(
        "Ce que dit la personne", most=3000, help_text="Avec ses mots. C’est imprimé."
    )
    department_commitments = text(
        "Ce à quoi s’engage le Département", most=3000, help_text="C’est imprimé."
    )
    goal_label = short("Un objectif de plus", most=250)
    goal_theme = TermField(Term.List.GOAL_THEME, label="Thème", required=False, empty_label="Aucun")

    def __init__(self, *args: Any, contract: EngagementContract, **kwargs: Any) -> None:
        super().__init__(*args, initial=as_values(contract), **kwargs)
        open_terms(self, "hours_reason", contract.hours_reason)
        open_terms(self, "goal_theme")
        self._propose_hours(contract)
        for number in _STEPS:
            for name, field in _step_fields(number).items():
                self.fields[name] = field
                self.dress(field)

    def _propose_hours(self, contract: EngagementContract) -> None:
        """The least of the law, while nobody said how many: a draft is not complete without."""
        least, most = bounds(contract.starts_on or today())
        is_proposed = contract.weekly_hours is None and contract.regime == Regime.FULL
        if is_proposed:
            self.initial["weekly_hours"] = least
        self.fields["weekly_hours"].help_text = (
            f"{f'{least}{NBSP}h sont proposées, à adapter. ' if is_proposed else ''}"
            f"La loi prévoit {least}{NBSP}h au moins, le Département {most}{NBSP}h au plus. Pour "
            f"une durée réduite, de 1 à {least - 1}{NBSP}h et un motif. Rien à écrire pour une "
            "dispense."
        )

    @property
    def date_fields(self) -> list[forms.BoundField]:
        """The two days."""
        return [self["starts_on"], self["ends_on"]]

    @property
    def hours_fields(self) -> list[forms.BoundField]:
        """The hours and why."""
        return [self[name] for name in _CONTRACT[2:6]]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        """The two texts."""
        return [self[name] for name in _CONTRACT[6:]]

    @property
    def goal_fields(self) -> list[forms.BoundField]:
        """The goal to add."""
        return [self["goal_label"], self["goal_theme"]]

    @property
    def step_rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Its steps."""
        for number in _STEPS:
            yield number, [self[name] for name in _step_fields(number)]

    def clean(self) -> dict[str, Any]:
        """Steps belong to a goal."""
        cleaned = super().clean() or {}
        if self._said_steps(cleaned) and not cleaned.get("goal_label"):
            self.add_error("goal_label", "Écrivez l’objectif de ces étapes.")
        return cleaned

    @property
    def values(self) -> ContractValues:
        """What to write in the contract."""
        return ContractValues(**{name: self.cleaned_data[name] for name in _CONTRACT})

    @property
    def new_steps(self) -> list[StepValues]:
        """The steps of the goal to add."""
        return self._said_steps(self.cleaned_data)

    def _said_steps(self, said: dict[str, Any]) -> list[StepValues]:
        return [
            StepValues(
                label=said[f"step_{number}_label"],
                due_on=said.get(f"step_{number}_due"),
                by_person=said.get(f"step_{number}_by") != "service",
            )
            for number in _STEPS
            if said.get(f"step_{number}_label")
        ]


def _step_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"step_{number}_label": short(f"Étape {number}", most=250),
        f"step_{number}_due": day("Pour le", required=False),
        f"step_{number}_by": forms.ChoiceField(
            label="À faire par",
            choices=WHO,
            required=False,
            initial="person",
            error_messages={"invalid_choice": "Choisissez dans la liste."},
        ),
    }


class SignatureForm(AreaForm):
    """The day on the paper, and its scan if it is at hand."""

    signed_on = day("Date de la signature", help_text="Celle qui est écrite sur le papier.")
    file = forms.FileField(
        label="Contrat signé, numérisé (facultatif)",
        required=False,
        help_text="PDF, JPEG ou PNG, 5\u00a0Mo au plus. Vous pouvez aussi l’ajouter plus tard.",
    )


class ScanForm(AreaForm):
    """The scan of a contract that is signed."""

    file = forms.FileField(
        label="Contrat signé, numérisé",
        help_text="PDF, JPEG ou PNG, 5\u00a0Mo au plus.",
        error_messages={"required": "Choisissez un fichier."},
    )


class ClosingForm(AreaForm):
    """The end of a contract, or its breach."""

    on = day("À partir du", help_text="Le premier jour où ce contrat ne compte plus.")
    reason = text("Motif", most=500, rows=3, required=True)


class DropForm(AreaForm):
    """Giving up a contract that was not signed."""

    reason = short("Motif (facultatif)", most=500)
