"""Goals, steps, and the work that the person looks for."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from pages.models.job_offer import Contract
from portal.followup.configuration.models import Term
from portal.followup.contract.forms.base import (
    CHOOSE,
    TermField,
    day,
    one_of,
    open_terms,
    short,
    whole_hours,
)
from portal.followup.contract.forms.contract import WHO
from portal.followup.contract.models import ActionStep, CareerGoal, Goal
from portal.followup.contract.services.careers import CareerValues
from portal.followup.contract.services.plans import StepValues
from portal.followup.forms import AreaForm, choices_of
from search.parameters.named_fields import OccupationField

_RADII = [(5, "5\u00a0km"), (10, "10\u00a0km"), (20, "20\u00a0km"), (30, "30\u00a0km")]
_RADII += [(50, "50\u00a0km"), (100, "100\u00a0km")]


class GoalForm(AreaForm):
    """A goal, in a few words."""

    label = short(
        "Objectif", most=250, required=True, help_text="Exemple\u00a0: trouver un logement stable."
    )
    theme = TermField(Term.List.GOAL_THEME, label="Thème", required=False, empty_label="Aucun")

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        if goal is not None:
            kwargs["initial"] = {"label": goal.label, "theme": goal.theme_id}
        super().__init__(*args, **kwargs)
        open_terms(self, "theme", goal.theme if goal else None)


class StepForm(AreaForm):
    """What to do, who does it, for when."""

    goal = forms.ModelChoiceField(
        Goal.unscoped.none(),
        label="Objectif",
        required=False,
        empty_label="Sans objectif",
        error_messages={"invalid_choice": CHOOSE},
    )
    label = short(
        "Étape", most=250, required=True, help_text="Exemple\u00a0: déposer un dossier de HLM."
    )
    by = one_of("À faire par", WHO)
    due_on = day("Pour le (facultatif)", required=False)

    def __init__(
        self, *args: Any, goals: QuerySet[Goal], step: ActionStep | None = None, **kwargs: Any
    ) -> None:
        if step is not None:
            kwargs["initial"] = {
                "goal": step.goal_id,
                "label": step.label,
                "by": "person" if step.by_person else "service",
                "due_on": step.due_on,
            }
        super().__init__(*args, **kwargs)
        # Of the case, those in progress; and the one that the step has.
        offered = Q(state=Goal.State.IN_PROGRESS)
        if step is not None and step.goal_id:
            offered |= Q(pk=step.goal_id)
        choices_of(self, "goal", goals.filter(offered).order_by("order", "pk"))

    @property
    def values(self) -> StepValues:
        """What to write, its goal apart."""
        said = self.cleaned_data
        return StepValues(
            label=said["label"], due_on=said["due_on"], by_person=said["by"] == "person"
        )


class CareerForm(AreaForm):
    """One trade, how far, with which contracts, how many hours."""

    occupation = OccupationField(
        label="Métier",
        help_text="Commencez à écrire, puis choisissez dans la liste.",
        error_messages={"required": "Écrivez un métier."},
    )
    radius_km = forms.TypedChoiceField(
        label="Jusqu’à",
        choices=_RADII,
        coerce=int,
        error_messages={"invalid_choice": CHOOSE, "required": CHOOSE},
    )
    contract_kinds = forms.MultipleChoiceField(
        label="Contrats acceptés",
        choices=Contract.choices,
        required=False,
        help_text="Aucune case cochée\u00a0: tous conviennent.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHOOSE},
    )
    weekly_hours = whole_hours("Heures par semaine (facultatif)")
    comment = short("Précision", most=500)

    def __init__(self, *args: Any, career: CareerGoal | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = self._initial_of(career) if career else {"radius_km": 20}
        super().__init__(*args, **kwargs)

    def _initial_of(self, career: CareerGoal) -> dict[str, Any]:
        label_of = self.base_fields["occupation"].label_of  # type: ignore[attr-defined]
        return {
            "occupation": label_of(career.occupation),
            "radius_km": career.radius_km,
            "contract_kinds": [kind for kind in career.contract_kinds.split(",") if kind],
            "weekly_hours": career.weekly_hours,
            "comment": career.comment,
        }

    @property
    def values(self) -> CareerValues:
        """What to write."""
        said = self.cleaned_data
        return CareerValues(**{**said, "contract_kinds": tuple(said["contract_kinds"])})
