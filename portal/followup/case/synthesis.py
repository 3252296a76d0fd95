"""What the default screen of a case says beside the timeline: what holds now, in one query.

As for the timeline, who comes here was let into the whole case; its rows come through the second
lock.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from portal.followup.entitlements.models import Status
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
    Profession,
)
from portal.followup.rows.scope import Scope, system_scope

_OPEN_STEPS = (ActionStep.State.PLANNED, ActionStep.State.IN_PROGRESS)
_COLUMNS = ("what", "code", "label", "detail", "on", "flag", "rank")
_TEXT = CharField()
_NO_TEXT = Value("", output_field=_TEXT)
_WORDS: dict[str, dict[str, str]] = {
    "right": {status.value: str(status.label) for status in Status},
    "team": {profession.value: str(profession.label) for profession in Profession},
    "barrier": {one.value: one.label.lower() for one in BarrierAssessment.Severity},
    "exemption": {regime.value: regime.label for regime in HoursExemption.Regime},
}
_MOST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says. `said` is its code in words; `flag` and `on` depend on its kind."""

    said: str
    code: str
    label: str
    detail: str
    on: date | None
    flag: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household. Out of reach, only their role is told: `case` is None."""

    role: str
    case: Beneficiary | None


@dataclass(frozen=True, slots=True)
class Synthesis:
    """`right.flag`: subject to duties. `steps[].flag`: to be done by the person."""

    right: Line | None
    exemption: Line | None
    team: list[Line]
    barriers: list[Line]
    goals: list[Line]
    steps: list[Line]
    career: list[Line]
    household: list[Member]


def synthesis_of(case: Beneficiary, user: Any) -> Synthesis:
    """One query, and one or two for the household."""
    first, *others = _parts(case)
    found: dict[str, list[Line]] = defaultdict(list)
    for what, code, *row in first.union(*others, all=True):
        line = Line(_WORDS.get(what, {}).get(code, ""), code, *row)
        found[what].append(line)
    return Synthesis(
        right=next(iter(found["right"]), None),
        exemption=next(iter(found["exemption"]), None),
        team=sorted(found["team"], key=lambda line: line.label),
        # « strong » after « medium », as words go.
        barriers=sorted(found["barrier"], key=lambda line: (line.code != "strong", line.rank)),
        goals=sorted(found["goal"], key=lambda line: line.rank)[:_MOST],
        steps=sorted(found["step"], key=lambda line: line.on or date.max)[:_MOST],
        career=sorted(found["career"], key=lambda line: line.rank),
        household=household_of(case, user),
    )


def _parts(case: Beneficiary) -> list[Any]:
    now, today = timezone.now(), timezone.localdate()
    latest_right = _of(Entitlement, case).order_by("-on", "-pk").values("pk")[:1]
    latest_diagnosis = _of(Diagnosis, case).order_by("-on", "-pk").values("pk")[:1]
    members = _of(CareTeamMember, case).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), confirmed_at__isnull=False
    )
    barriers = BarrierAssessment.unscoped.filter(diagnosis__in=latest_diagnosis)
    exemptions = _of(HoursExemption, case).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), starts_on__lte=today
    )
    goals = _of(Goal, case).filter(state=Goal.State.IN_PROGRESS)
    steps = _of(ActionStep, case).filter(state__in=_OPEN_STEPS)
    return [
        _rows(
            Entitlement.unscoped.filter(pk__in=latest_right),
            "right",
            code="status",
            on="on",
            flag="has_duties",
        ),
        _rows(
            members,
            "team",
            code="professional__profession",
            label="professional__name",
            detail="professional__structure__name",
        ),
        _rows(
            barriers.exclude(severity=BarrierAssessment.Severity.NONE),
            "barrier",
            code="severity",
            label="theme__label",
            rank="theme__order",
        ),
        _rows(exemptions, "exemption", code="regime", label="reason__label"),
        _rows(goals, "goal", label="label", rank="order"),
        _rows(steps, "step", label="label", on="due_on", flag="by_person"),
        _rows(_of(CareerGoal, case), "career", label="occupation__label", rank="rank"),
    ]


def _of(model: Any, case: Beneficiary) -> Any:
    return model.unscoped.filter(beneficiary=case)


def _rows(rows: Any, what: str, **columns: str) -> Any:
    """Rows of one kind as the columns of all; a column that it has not is empty."""

    def words(name: str) -> Any:
        field = columns.get(name)
        return Coalesce(Cast(F(field), _TEXT), _NO_TEXT) if field else _NO_TEXT

    def plain(name: str, output: Any, empty: Any) -> Any:
        field = columns.get(name)
        return Cast(F(field), output) if field else Cast(Value(empty), output)

    return (
        rows.order_by()
        .annotate(
            sy_what=Value(what, output_field=_TEXT),
            sy_code=words("code"),
            sy_label=words("label"),
            sy_detail=words("detail"),
            sy_on=plain("on", DateField(), None),
            sy_flag=plain("flag", BooleanField(), empty=False),
            sy_rank=plain("rank", IntegerField(), 0),
        )
        .values_list(*(f"sy_{name}" for name in _COLUMNS))
    )


def goals_of(case: Beneficiary) -> list[Goal]:
    """Those in progress."""
    return list(Goal.unscoped.filter(beneficiary=case, state=Goal.State.IN_PROGRESS)[:_MOST])


def steps_of(case: Beneficiary) -> list[ActionStep]:
    """Those that remain to be done, the most pressing first."""
    return list(ActionStep.unscoped.filter(beneficiary=case, state__in=_OPEN_STEPS)[:_MOST])


def household_of(case: Beneficiary, user: Any) -> list[Member]:
    """The others of the household: those within reach, then the roles of those who are not.

    That they exist is read in a scope of the site, and nothing but their role.
    """
    if case.household_id is None:
        return []
    with system_scope(Scope.HOUSEHOLD):
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
