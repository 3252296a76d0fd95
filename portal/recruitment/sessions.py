"""The sessions that somebody manages, each with its counts and what to do first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.participation.models import About, Outcome
from portal.recruitment.models import Registration, Roster
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


def rows_of(rosters: list[Any], *, calls: bool, now: datetime) -> list[SessionRow]:
    """The lines of a page of sessions; `calls`: the reader is who calls people."""
    unknown = _without_outcome([roster for roster in rosters if roster.starts_at <= now])
    return [
        SessionRow(
            roster,
            roster.held,
            roster.waiting,
            roster.came,
            list(_to_do(roster, unknown.get(roster.pk, 0), calls=calls, now=now)),
        )
        for roster in rosters
    ]


def _to_do(roster: Any, unknown: int, *, calls: bool, now: datetime) -> Any:
    left = max(roster.capacity - roster.held, 0)
    if calls and call_list.is_open(roster, now) and roster.waiting and left:
        text = f"{french.counted(roster.waiting, 'personne')} à appeler"
        yield ToDo(text, reverse("recruitment:call_list", args=[roster.pk]))
    if roster.takes_place and timezone.localdate(roster.starts_at) == timezone.localdate(now):
        yield ToDo("Accueillir les personnes aujourd’hui", "/pointage/")
    if unknown:
        text = f"{french.counted(unknown, 'suite')} à saisir"
        yield ToDo(text, f"{reverse('recruitment:list', args=[roster.pk])}?etat=recues")


def _without_outcome(rosters: list[Any]) -> dict[int, int]:
    """How many people came to each of these and have no outcome written: one query."""
    if not rosters:
        return {}
    known = Outcome.objects.filter(about=About.SESSION).values("participant", "about_id")
    told = {
        (row["participant"], row["about_id"])
        for row in known.filter(about_id__in=[roster.pk for roster in rosters])
    }
    came = Registration.objects.filter(roster__in=rosters, status__in=CAME)
    counts: dict[int, int] = {}
    for roster_id, participant_id in came.values_list("roster", "participant"):
        if (participant_id, roster_id) not in told:
            counts[roster_id] = counts.get(roster_id, 0) + 1
    return counts
