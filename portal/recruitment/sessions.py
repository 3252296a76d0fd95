"""The sessions that somebody manages, each with its counts and what to do first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.participation.models import About, Outcome, Side
from portal.recruitment.models import Registration, Roster
from portal.recruitment.rules import identity_shown
from portal.recruitment.services import call_list
from portal.recruitment.states import CAME, HOLDING, Status
from snippets import french


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for somebody, and where."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of the list."""

    roster: Roster
    held: int
    waiting: int
    came: int
    to_do: list[ToDo] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """How full it is, for the bar: at most 100."""
        return (
            min(round(100 * self.held / self.roster.capacity), 100) if self.roster.capacity else 0
        )


def managed(user: Any) -> QuerySet[Roster]:
    """The lists that a person manages, once each, with their counts."""
    mine = Roster.objects.manageable_by(user)
    status = "registrations__status"
    return (
        Roster.objects.filter(pk__in=mine.values("pk"))
        .select_related("organisation", "commune")
        .defer("commune__contour")
        .annotate(
            # Who came without a place takes none of those that are counted.
            held=Count(
                "registrations",
                filter=Q(**{f"{status}__in": HOLDING, "registrations__came_unexpected": False}),
            ),
            waiting=Count("registrations", filter=Q(**{status: Status.WAITLISTED})),
            came=Count("registrations", filter=Q(**{f"{status}__in": CAME})),
            confirming=Count("registrations", filter=Q(**{status: Status.TO_CONFIRM})),
        )
    )


def coming(user: Any, now: datetime) -> QuerySet[Roster]:
    """Those that are not over, the next one first."""
    return managed(user).filter(ends_at__gt=now).order_by("starts_at", "pk")


def past(user: Any, now: datetime) -> QuerySet[Roster]:
    """Those that are over, the latest first."""
    return managed(user).filter(ends_at__lte=now).order_by("-starts_at", "-pk")


def lately(user: Any, now: datetime) -> QuerySet[Roster]:
    """Those of the last weeks, of which something may be left to do."""
    return past(user, now).filter(ends_at__gt=now - timedelta(days=30))


def rows_of(rosters: list[Any], *, is_agent: bool, now: datetime) -> list[SessionRow]:
    """The lines of a page of sessions; for an agent: calls, and everybody's outcomes."""
    begun = [roster for roster in rosters if roster.starts_at <= now]
    unknown = _without_outcome(begun, of_everybody=is_agent) if begun else {}
    return [
        SessionRow(
            roster,
            roster.held,
            roster.waiting,
            roster.came,
            list(_to_do(roster, unknown.get(roster.pk, 0), is_agent=is_agent, now=now)),
        )
        for roster in rosters
    ]


def _to_do(roster: Any, unknown: int, *, is_agent: bool, now: datetime) -> Iterator[ToDo]:
    left = max(roster.capacity - roster.held, 0)
    if is_agent and call_list.is_open(roster, now) and roster.waiting and left:
        text = f"{french.counted(roster.waiting, 'personne')} à appeler"
        yield ToDo(text, reverse("recruitment:call_list", args=[roster.pk]))
    if roster.takes_place and timezone.localdate(roster.starts_at) == timezone.localdate(now):
        yield ToDo("Accueillir les personnes aujourd’hui", f"/pointage/?session={roster.pk}")
    if unknown:
        text = f"{french.counted(unknown, 'suite')} à saisir"
        yield ToDo(text, reverse("recruitment:outcomes", args=[roster.pk]))


def _without_outcome(rosters: list[Any], *, of_everybody: bool) -> dict[int, int]:
    """How many people came to each of these and have no outcome written: one query.

    An organisation says it of those who agreed to be seen.
    """
    known = Outcome.objects.filter(
        about=About.SESSION, about_id=OuterRef("roster_id"), participant=OuterRef("participant_id")
    ).exclude(side=Side.PERSON)
    came = Registration.objects.filter(
        ~Exists(known),
        roster__in=rosters,
        status__in=CAME,
        participant__erased_at__isnull=True,
    )
    if not of_everybody:
        came = came.filter(identity_shown())
    counted = came.order_by().values_list("roster").annotate(count=Count("pk"))
    return dict(counted.values_list("roster", "count"))
