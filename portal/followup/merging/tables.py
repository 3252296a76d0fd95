"""What becomes of the rows of a case that is merged into another: one line a model.

A test enumerates the models that name a beneficiary: a new one without a line fails it. Parents
come before what follows them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from portal.followup.people.models import Beneficiary


@dataclass(frozen=True, slots=True)
class Moves:
    """Rows go to the case that is kept, unless it has the like: then they stay with the pointer.

    `but`: fields of which it has a row with the same values. `period`: the days that overlap one
    of its own; an end is the first day after. `follows`: the field of a row's parent, which it goes
    with. `where`: the others stay. `name` is the field of the beneficiary.
    """

    but: Sequence[str] = ()
    period: tuple[str, str] | None = None
    follows: str = ""
    where: Q = field(default_factory=Q)
    name: str = "beneficiary"


@dataclass(frozen=True, slots=True)
class Stays:
    """Rows stay with the pointer: they are about that case, or of no use to the other."""

    why: str = field(default="")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows are deleted: they are made again from what is kept."""

    why: str = field(default="")


Rule = Moves | Stays | Dropped
RULES: dict[str, Rule] = {
    # Who it is, the right, the pathway.
    "SearchKey": Dropped("words that find the person, those of both cases from now on"),
    "Entitlement": Moves(but=("on",)),
    "OrganismMove": Moves(but=("direction", "organism", "organism_number", "on")),
    "Orientation": Moves(period=("starts_on", "ends_on")),
    "ReferentAssignment": Moves(),
    "ReorientationRequest": Moves(),
    "Exit": Moves(but=("on",)),
    "Handover": Moves(),
    "CareTeamMember": Moves(),
    # What the person and the team do.
    "Diagnosis": Moves(but=("on",)),
    "BarrierAssessment": Moves(follows="diagnosis"),
    "BarrierSituation": Moves(follows="barrier"),
    "CaseDocument": Moves(),
    "EngagementContract": Moves(),
    "Goal": Moves(),
    "ActionStep": Moves(),
    # The same activity is a line once.
    "ActivityLog": Moves(but=("source", "key")),
    "HoursExemption": Moves(period=("starts_on", "ends_on")),
    "CareerGoal": Moves(but=("occupation",)),
    "Invitation": Moves(),
    "Appointment": Moves(),
    "BookingMessage": Moves(),
    "JournalEntry": Moves(),
    "Suggestion": Moves(but=("opportunity_id",)),
    # What the team shared with the person, what they said, their requests for their file.
    "SharedItem": Moves(),
    "StepWord": Moves(),
    "FileRequest": Moves(),
    "WithheldItem": Moves(follows="request"),
    # Procedures that ended: one that goes on stops the merge.
    "BreachReport": Moves(),
    "SanctionProcedure": Moves(),
    "Observation": Moves(),
    "ProcedureAct": Moves(),
    "SanctionPeriod": Moves(),
    "Remobilisation": Moves(),
    "Appeal": Moves(),
    "ReviewCase": Moves(),
    "BoardConflict": Moves(),
    # Who came in, and by which way.
    "LinkCode": Moves(),
    "AccountLink": Moves(),
    "BreakGlass": Stays("the access was asked for that case, and its manager told of that one"),
    "AccessEntry": Moves(),
    "Draft": Moves(but=("user", "form")),
    "ImportLine": Moves(),
    "ImportAction": Moves(),
    # What leaves: a pointer goes with the case that is kept, on the way of that one.
    "CaseRetention": Stays("the case that is kept has its own way"),
    "RetentionHold": Moves(),
    "SlipLine": Stays("a slip lists what was archived"),
    # What was merged into the loser before leads to the case that is kept.
    "CaseMerge": Moves(where=Q(state="done")),
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """Keys of the rows of the loser: those that go, those that stay."""

    go: list[int]
    stay: list[int]


def model_of(name: str) -> Any:
    """The model of a rule."""
    return apps.get_model("followup", name)


def sort(
    name: str,
    rule: Rule,
    *,
    kept: Beneficiary,
    loser: Beneficiary,
    leaving: Collection[int] = (),
) -> Sorted:
    """Which rows of the loser go, as they stand now. In the scope `merge`.

    `leaving` are periods of the case that is kept that will make room.
    """
    if not isinstance(rule, Moves):
        return Sorted([], [])
    rows = model_of(name).unscoped.filter(**{rule.name: loser}).order_by("pk")
    if rule.follows:
        parent = f"{rule.follows}__{rule.name}"
        return _split(rows.values_list("pk", parent), lambda owner: owner != loser.pk)
    if rule.but:
        own = model_of(name).unscoped.filter(**{rule.name: kept})
        taken = {tuple(values) for values in own.values_list(*rule.but)}
        return _split(
            ((pk, tuple(values)) for pk, *values in rows.values_list("pk", *rule.but)),
            lambda values: values not in taken,
        )
    if rule.period:
        own = model_of(name).unscoped.filter(**{rule.name: kept}).exclude(pk__in=leaving)
        taken_days = [*own.values_list(*rule.period)]
        return _split(
            ((pk, tuple(days)) for pk, *days in rows.values_list("pk", *rule.period)),
            lambda days: not any(overlap(days, other) for other in taken_days),
        )
    goes = {*rows.filter(rule.where).values_list("pk", flat=True)}
    return _split(((pk, pk) for pk in rows.values_list("pk", flat=True)), goes.__contains__)


def _split(rows: Any, goes: Any) -> Sorted:
    go: list[int] = []
    stay: list[int] = []
    for pk, value in rows:
        (go if goes(value) else stay).append(pk)
    return Sorted(go, stay)


def overlap(days: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two periods share a day; an empty one shares none."""
    starts, ends = days
    first, last = other
    ends, last = ends or date.max, last or date.max
    return starts < ends and first < last and starts < last and first < ends
