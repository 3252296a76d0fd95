"""What a person has to do, in the order in which it presses: groups of lines, each explained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.followup.clocks.kinds import Clock, Kind, Told
from portal.followup.clocks.services import Look
from portal.followup.models import Beneficiary, EngagementContract, Path
from snippets.french import long_day

State = EngagementContract.State
# A group shows so many lines; the caseload has them all.
MOST_LINES = 5
# A review or the end of a contract is prepared so long before.
AHEAD_DAYS = 30


class Press(StrEnum):
    """How a group of clocks is called in the filters of the caseload (`alerte`)."""

    LATE = "en-retard"
    WEEK = "semaine"
    ORIENT = "a-orienter"
    NOTIFY = "a-notifier"
    SIGN = "a-signer"
    REVIEW = "a-revoir"
    SILENCE = "silence"
    TRANSITION = "contrat-2027"


LABELS = {
    Press.LATE: "En retard",
    Press.WEEK: "Cette semaine",
    Press.ORIENT: "À orienter",
    Press.NOTIFY: "À notifier",
    Press.SIGN: "À signer",
    Press.REVIEW: "À réexaminer ou à renouveler",
    Press.SILENCE: "Sans nouvelles depuis longtemps",
    Press.TRANSITION: "Contrats d’engagement dus (suivi·es avant 2025)",
}
_OF_KIND = {
    Kind.ORIENTATION: Press.ORIENT,
    Kind.NOTIFICATION: Press.NOTIFY,
    Kind.FIRST_CONTRACT: Press.SIGN,
    Kind.TO_SIGN: Press.SIGN,
    Kind.REVIEW: Press.REVIEW,
    Kind.CONTRACT_END: Press.REVIEW,
    Kind.SILENCE: Press.SILENCE,
    Kind.TRANSITION: Press.TRANSITION,
}
# They have a list of their own, late or not.
_APART = frozenset({Kind.SILENCE, Kind.TRANSITION})
# What is said beside the label, never by colour alone.
_TONES = {Press.LATE: "late", Press.WEEK: "week"}


@dataclass(frozen=True, slots=True)
class Line(Told):
    """One thing to do in one case, on a day."""

    case: Beneficiary


@dataclass(slots=True)
class Group:
    """Lines of one kind; `total` counts those that are not shown as well."""

    press: Press
    lines: list[Line] = field(default_factory=list)
    total: int = 0

    @property
    def label(self) -> str:
        is_dated = self.press == Press.TRANSITION and self.lines
        due = self.lines[0].clock.due_on if is_dated else None
        return f"Contrats d’engagement dus au {long_day(due)}" if due else LABELS[self.press]

    @property
    def tone(self) -> str:
        return _TONES.get(self.press, "")


def press_of(clock: Clock, day: date) -> Press | None:
    """The group of a clock on a day; None while nothing is to be done about it."""
    if clock.kind not in _APART:
        if clock.is_overdue(day):
            return Press.LATE
        if clock.is_of_the_week(day):
            return Press.WEEK
    if clock.kind == Kind.REVIEW and (clock.days_left(day) or 0) > AHEAD_DAYS:
        return None
    return _OF_KIND[clock.kind]


def groups_of(
    cases: Iterable[Beneficiary], looks: dict[int, Look], day: date, *, most: int = MOST_LINES
) -> list[Group]:
    """What presses first; in a group, what ends first."""
    found = {press: Group(press) for press in Press}
    lines: dict[Press, list[Line]] = {press: [] for press in Press}
    for case in cases:
        look = looks.get(case.pk)
        for clock in look.clocks if look else ():
            press = press_of(clock, day)
            if press is not None:
                lines[press].append(Line(clock, day, case))
    for press, group in found.items():
        group.total = len(lines[press])
        ranked = sorted(lines[press], key=_rank)
        group.lines = ranked[:most]
    return [group for group in found.values() if group.total]


def presses_of(look: Look, day: date) -> set[Press]:
    """The groups that a case is in."""
    return {press for clock in look.clocks if (press := press_of(clock, day)) is not None}


def _rank(line: Line) -> tuple[date, date, int]:
    return (line.clock.due_on or date.max, line.clock.starts_on, line.case.pk)


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases somebody has, by path and by contract."""

    total: int
    paths: Sequence[tuple[str, str, int]]
    without_contract: int
    silent: int


def load_of(looks: dict[int, Look], day: date) -> Load:
    """`paths`: value of the filter, label, number; those whom nobody oriented last."""
    counted = dict.fromkeys([*Path.values, ""], 0)
    without = silent = 0
    for look in looks.values():
        present = next((row for row in look.facts.orientations if row.covers(day)), None)
        counted[present.path if present else ""] += 1
        without += not any(row.state == State.SIGNED for row in look.facts.contracts)
        silent += any(clock.kind == Kind.SILENCE for clock in look.clocks)
    labels: dict[str, Any] = dict(Path.choices) | {"": "Sans orientation"}
    paths = [(path or "aucun", labels[path], count) for path, count in counted.items() if count]
    return Load(len(looks), paths, without, silent)
