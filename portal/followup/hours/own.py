"""What a linked person reads of their own hours: nothing that the team wrote for itself.

Everything is read before the scope is left: nothing of it is lazy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from portal.accounts.models import User
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.hours.counting import Count, Line, Week, count_of
from portal.followup.link.models import AccountLink
from portal.followup.rows.scope import Scope, system_scope

_ACTIVITIES = Term.List.ACTIVITY_KIND


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One line. `overlaps` are the names of those whose times meet its own."""

    pk: int
    week: date
    day: date | None
    starts_at: time | None
    ends_at: time | None
    hours: Decimal
    kind: str
    title: str
    comment: str
    state: str
    state_label: str
    reason: str
    correction: str
    by_person: bool
    is_answered: bool
    overlaps: Sequence[str]

    @property
    def may_withdraw(self) -> bool:
        """Whether the person may take it back still."""
        return self.by_person and not self.is_answered


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """One week; `planned` is None when nothing says it."""

    monday: date
    sunday: date
    total: Decimal
    waiting: Decimal
    planned: int | None
    missing: Decimal
    is_over: bool
    entries: Sequence[OwnEntry]


@dataclass(frozen=True, slots=True)
class OwnHours:
    """Weeks, newest first; sums of what is confirmed, of what is planned, of what waits."""

    weeks: Sequence[OwnWeek]
    done: Decimal
    planned: int
    waiting: Decimal


def hours_of(user: User, *, today: date) -> OwnHours | None:
    """The person's hours; None without a link."""
    with system_scope(Scope.OWN_SUMMARY):
        links = AccountLink.objects.in_system_scope().filter(user=user, cut_at__isnull=True)
        link = links.select_related("beneficiary").first()
        return _told(count_of(link.beneficiary, today=today)) if link else None


def kinds() -> list[tuple[int, str]]:
    """What the person may declare today."""
    with system_scope(Scope.OWN_SUMMARY):
        return [*terms.of(_ACTIVITIES).values_list("pk", "label")]


def kind_of(pk: int) -> Term:
    """A kind that the person chose among them. Raises Term.DoesNotExist."""
    with system_scope(Scope.OWN_SUMMARY):
        return terms.of(_ACTIVITIES).get(pk=pk)


def _told(count: Count) -> OwnHours:
    return OwnHours(
        [_week(week) for week in count.weeks],
        done=count.done,
        planned=count.planned,
        waiting=count.waiting_hours,
    )


def _week(week: Week) -> OwnWeek:
    return OwnWeek(
        week.monday,
        week.sunday,
        total=week.total,
        waiting=week.waiting,
        planned=week.planned.hours,
        missing=week.missing,
        is_over=week.is_over,
        entries=[_entry(line) for line in week.lines],
    )


def _entry(line: Line) -> OwnEntry:
    row = line.row
    return OwnEntry(
        pk=row.pk,
        week=row.week,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        hours=row.hours,
        kind=str(row.kind),
        title=row.title,
        # What a professional specified was written among professionals: who corrects what the
        # person declared does not touch their words.
        comment=row.comment if row.by_person else "",
        state=row.state,
        state_label=row.get_state_display(),
        reason=row.reason,
        correction=row.correction,
        by_person=row.by_person,
        is_answered=row.is_answered,
        overlaps=[other.name for other in line.overlaps],
    )
