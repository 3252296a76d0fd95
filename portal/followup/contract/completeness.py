"""What a contract lacks before it can be proposed, and where it is written."""

from collections.abc import Iterator

from django.urls import reverse

from portal.followup.contract.errors import Missing
from portal.followup.contract.hours_rules import Regime
from portal.followup.contract.models import ActionStep, Diagnosis, EngagementContract, Goal
from portal.followup.contract.states import OPEN_STEPS


def missing_of(contract: EngagementContract) -> list[Missing]:
    """Everything that a contract lacks, in the order of the screen."""
    return [*_diagnosis(contract), *_fields(contract), *_plan(contract)]


def _diagnosis(contract: EngagementContract) -> Iterator[Missing]:
    if not Diagnosis.unscoped.filter(beneficiary=contract.beneficiary_id).exists():
        address = reverse("followup:diagnosis_new", args=[contract.beneficiary_id])
        yield Missing("Faites le diagnostic.", address)


def _fields(contract: EngagementContract) -> Iterator[Missing]:
    form = reverse("followup:contract_edit", args=[contract.beneficiary_id, contract.pk])
    is_waived = contract.regime == Regime.WAIVED
    lacks = (
        ("starts_on", contract.starts_on is None, "Écrivez le premier jour du contrat."),
        ("ends_on", contract.ends_on is None, "Écrivez le dernier jour du contrat."),
        (
            "weekly_hours",
            contract.weekly_hours is None and not is_waived,
            "Écrivez les heures par semaine.",
        ),
        (
            "hours_reason",
            contract.regime != Regime.FULL and contract.hours_reason_id is None,
            "Choisissez le motif de la réduction ou de la dispense.",
        ),
        (
            "department_commitments",
            not contract.department_commitments.strip(),
            "Écrivez ce à quoi s’engage le Département.",
        ),
    )
    for name, is_missing, sentence in lacks:
        if is_missing:
            yield Missing(sentence, f"{form}#champ-{name}")


def _plan(contract: EngagementContract) -> Iterator[Missing]:
    goals = Goal.unscoped.filter(
        beneficiary=contract.beneficiary_id, state=Goal.State.IN_PROGRESS
    ).order_by("order", "pk")
    if not goals:
        address = reverse("followup:goal_new", args=[contract.beneficiary_id])
        yield Missing("Ajoutez au moins un objectif.", address)
        return
    with_steps = set(
        ActionStep.unscoped.filter(goal__in=goals, state__in=OPEN_STEPS).values_list(
            "goal", flat=True
        )
    )
    for goal in goals:
        if goal.pk not in with_steps:
            address = reverse("followup:step_new", args=[contract.beneficiary_id])
            yield Missing(
                f"Ajoutez une étape à l’objectif «\u00a0{goal.label}\u00a0».",
                f"{address}?objectif={goal.pk}",
            )
