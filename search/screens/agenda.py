"""The agenda of recruitment sessions, a month at a time, by day."""

import dataclasses
import datetime
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from search import queries
from search.models import Opportunity
from search.screens.cards import Card, cards
from search.screens.hearts import NOTHING
from snippets import french

_LAST_YEAR = 2100


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """The sessions that begin on a day; `label` is “mardi 12 janvier 2027”."""

    date: datetime.date
    label: str
    cards: list[Card]


@dataclasses.dataclass(frozen=True, slots=True)
class Month:
    """A month that may be opened, or is open; `count` is how many sessions begin in it."""

    label: str
    url: str
    count: int
    is_open: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Agenda:
    """All that the agenda shows."""

    label: str
    days: list[Day]
    months: list[Month]
    problem: str


def agenda(asked: str, kept: frozenset[int] = NOTHING) -> Agenda:
    """The agenda of a month such as “2027-01”; by default the first that has a session.

    `kept` are the ids that the reader keeps.

    A month that is none, or is over, is told and replaced by the default one.
    """
    today = timezone.localdate()
    months = queries.session_months()
    this_month = today.replace(day=1)
    default = max(months[0][0], this_month) if months else this_month
    wanted = _month(asked)
    problem = ""
    if asked and wanted is None:
        problem = "Ce mois n’est pas lisible\u00a0: choisissez-en un dans la liste."
    elif wanted and wanted < this_month:
        problem = "Ce mois est passé\u00a0: voici les sessions à venir."
    shown = wanted if wanted and not problem else default
    sessions = queries.sessions_between(_midnight(shown), _midnight(_next(shown)))
    return Agenda(
        label=month_label(shown),
        days=_days(sessions, kept),
        months=_months(months, shown),
        problem=problem,
    )


def upcoming(limit: int) -> list[Opportunity]:
    """The next sessions, cancelled ones left out."""
    now = timezone.now()
    found = queries.sessions_between(now, now + datetime.timedelta(days=366), limit * 2)
    return [row for row in found if row.details.get("status") != "cancelled"][:limit]


def month_label(month: datetime.date) -> str:
    """“Janvier 2027”."""
    return date_format(month, "F Y").capitalize()


def _month(text: str) -> datetime.date | None:
    """The first day of a month written “2027-01”, or None."""
    try:
        found = datetime.datetime.strptime(text, "%Y-%m").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
    return found if found.year < _LAST_YEAR else None


def _next(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=31)).replace(day=1)


def _midnight(day: datetime.date) -> datetime.datetime:
    """The beginning of a day in France."""
    return datetime.datetime.combine(day, datetime.time.min, timezone.get_default_timezone())


def _days(sessions: list[Opportunity], kept: frozenset[int]) -> list[Day]:
    """Sessions by the day on which they begin in France."""

    def day_of(row: Opportunity) -> datetime.date:
        assert row.starts_at  # noqa: S101 - the query asks for it
        return timezone.localdate(row.starts_at)

    return [
        Day(day, french.full_date(day), cards(rows, kept))
        for day, rows in groupby(sessions, key=day_of)
    ]


def _months(counted: list[tuple[datetime.date, int]], shown: datetime.date) -> list[Month]:
    """The months with sessions, and the one that is shown."""
    counts = dict(counted)
    counts.setdefault(shown, 0)
    return [
        Month(
            month_label(month),
            f"{reverse('search:agenda')}?mois={month:%Y-%m}",
            count,
            month == shown,
        )
        for month, count in sorted(counts.items())
    ]
