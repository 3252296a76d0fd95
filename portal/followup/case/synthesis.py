"""What the default screen of a case says beside the timeline: what holds now, in one statement.

As for the timeline, who comes here was let into the whole case; its rows come through the second
lock.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.followup.entitlements.models import Status
from portal.followup.models import (
    ActionStep,
    BarrierAssessment,
    Beneficiary,
    Goal,
    HoursExemption,
    Profession,
)
from portal.followup.rows.prepared import rows_of
from portal.followup.rows.scope import Scope, system_scope

_OPEN_STEPS = (ActionStep.State.PLANNED, ActionStep.State.IN_PROGRESS)
# What, code, label, detail, on, flag, rank: a column that a kind has not is empty.
_HOLDS = """
SELECT 'right', status, '', '', "on", has_duties, 0
FROM (
    SELECT status, "on", has_duties FROM followup_entitlement
    WHERE beneficiary_id = %(case)s ORDER BY "on" DESC, id DESC LIMIT 1
) AS latest

UNION ALL
SELECT 'team', professional.profession, professional.name, structure.name, NULL, false, 0
FROM followup_careteammember AS member
JOIN followup_professional AS professional ON professional.id = member.professional_id
JOIN snippets_organisation AS structure ON structure.id = professional.structure_id
WHERE member.beneficiary_id = %(case)s AND member.confirmed_at IS NOT NULL
    AND (member.ends_at IS NULL OR member.ends_at > %(now)s)

UNION ALL
SELECT 'barrier', barrier.severity, theme.label, '', NULL, false, theme."order"
FROM followup_barrierassessment AS barrier
JOIN followup_term AS theme ON theme.id = barrier.theme_id
WHERE barrier.severity <> 'none' AND barrier.diagnosis_id = (
    SELECT id FROM followup_diagnosis
    WHERE beneficiary_id = %(case)s ORDER BY "on" DESC, id DESC LIMIT 1
)

UNION ALL
SELECT 'exemption', exemption.regime, reason.label, '', NULL, false, 0
FROM followup_hoursexemption AS exemption
JOIN followup_term AS reason ON reason.id = exemption.reason_id
WHERE exemption.beneficiary_id = %(case)s AND exemption.starts_on <= %(today)s
    AND (exemption.ends_on IS NULL OR exemption.ends_on > %(today)s)

UNION ALL
SELECT 'goal', '', label, '', NULL, false, "order"
FROM followup_goal WHERE beneficiary_id = %(case)s AND state = 'in_progress'

UNION ALL
SELECT 'step', '', label, '', due_on, by_person, 0
FROM followup_actionstep
WHERE beneficiary_id = %(case)s AND state IN ('planned', 'in_progress')

UNION ALL
SELECT 'career', '', occupation.label, '', NULL, false, career.rank
FROM followup_careergoal AS career
JOIN snippets_occupation AS occupation ON occupation.code = career.occupation_id
WHERE career.beneficiary_id = %(case)s
"""
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
    values: dict[str, Any] = {
        "case": case.pk,
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    rows = rows_of(_HOLDS, values)
    found: dict[str, list[Line]] = defaultdict(list)
    for what, code, *row in rows:
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
