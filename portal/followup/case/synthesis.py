"""What the default screen of a case says beside the timeline: a query a block."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.followup.models import (
    ActionStep,
    BarrierAssessment,
    Beneficiary,
    CareerGoal,
    CareTeamMember,
    Diagnosis,
    Entitlement,
    Goal,
    HoursExemption,
)
from portal.followup.rows.scope import Scope, system_scope

_OPEN_STEPS = (ActionStep.State.PLANNED, ActionStep.State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household. Out of reach, only their role is told: `case` is None."""

    role: str
    case: Beneficiary | None


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Rows of a case that its reader may read whole."""

    entitlement: Entitlement | None
    team: list[CareTeamMember]
    household: list[Member]
    barriers: list[BarrierAssessment]
    goals: list[Goal]
    steps: list[ActionStep]
    exemption: HoursExemption | None
    career: list[CareerGoal]


def synthesis_of(case: Beneficiary, user: Any) -> Synthesis:
    """Eight queries, whatever the case has; none for the household of somebody without one."""
    now, today = timezone.now(), timezone.localdate()
    latest = Diagnosis.unscoped.filter(beneficiary=case).order_by("-on", "-pk").values("pk")[:1]
    return Synthesis(
        entitlement=Entitlement.unscoped.filter(beneficiary=case).first(),
        team=list(
            CareTeamMember.unscoped.filter(
                Q(ends_at__isnull=True) | Q(ends_at__gt=now),
                beneficiary=case,
                confirmed_at__isnull=False,
            )
            .select_related("professional__structure")
            .order_by("professional__name")
        ),
        household=household_of(case, user),
        barriers=list(
            BarrierAssessment.unscoped.filter(diagnosis__in=latest)
            .exclude(severity=BarrierAssessment.Severity.NONE)
            .select_related("theme")
            # « strong » after « medium ».
            .order_by("-severity", "theme__order")
        ),
        goals=goals_of(case),
        steps=steps_of(case),
        exemption=HoursExemption.unscoped.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today), beneficiary=case, starts_on__lte=today
        )
        .select_related("reason")
        .first(),
        career=list(CareerGoal.unscoped.filter(beneficiary=case).select_related("occupation")[:3]),
    )


def goals_of(case: Beneficiary) -> list[Goal]:
    """Those in progress."""
    return list(Goal.unscoped.filter(beneficiary=case, state=Goal.State.IN_PROGRESS)[:20])


def steps_of(case: Beneficiary) -> list[ActionStep]:
    """Those that remain to be done, the most pressing first."""
    rows = ActionStep.unscoped.filter(beneficiary=case, state__in=_OPEN_STEPS)
    return list(rows.select_related("goal")[:20])


def household_of(case: Beneficiary, user: Any) -> list[Member]:
    """The others of the household: those within reach, then the roles of those who are not.

    That they exist is read in a scope of the site, and nothing but their role.
    """
    if case.household_id is None:
        return []
    with system_scope(Scope.BLIND_SEARCH):
        roles = dict(
            Beneficiary.objects.in_system_scope()
            .filter(household=case.household_id)
            .exclude(pk=case.pk)
            .order_by("pk")
            .values_list("pk", "role")
        )
    if not roles:
        return []
    reached = Beneficiary.objects.visible_to(user).filter(pk__in=roles).in_bulk()
    labels = dict(Beneficiary.Role.choices)
    return [Member(labels[role], reached.get(pk)) for pk, role in roles.items()]
