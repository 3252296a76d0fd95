"""From registered to employed: the funnel of a session, or of those of a quarter.

Registered are those who had a place or came. Hired are those with a fact HIRED of an organisation
of the session; what the same organisation corrected on the same day never was. Employed at 90 days
are those hired whose answer of day 90 says it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from portal.participation.models import About, Channel, Outcome, shown_channel
from portal.participation.services.outcomes import employed_at, is_known_at
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import CAME, Status
from portal.recruitment.suppression import Line, protect
from snippets import french

STAGES = ("Inscrites", "Présentes", "Reçues", "Embauchées", "En emploi à 90\u00a0jours")
NO_COMMUNE = "Commune non précisée"
_HAD_A_PLACE = (Status.CONFIRMED, Status.PRESENT, Status.ABSENT, Status.INTERVIEWED)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many people at each stage, and the lines that may be shown of each detail."""

    totals: tuple[int, ...]
    by_channel: list[Line]
    by_commune: list[Line]
    is_known_at_90: bool

    @property
    def steps(self) -> list[tuple[str, int | None, int]]:
        """The name of each stage, its people, and their share of the registered, in per cent.

        Nobody is known (None) at 90 days before somebody was asked and answered.
        """
        first = self.totals[0]
        steps: list[tuple[str, int | None, int]] = [
            (name, total, round(100 * total / first) if first else 0)
            for name, total in zip(STAGES, self.totals, strict=True)
        ]
        return steps if self.is_known_at_90 else [*steps[:-1], (STAGES[-1], None, 0)]

    @property
    def finding(self) -> str:
        """What the table comes to, in one sentence."""
        registered, came, _met, hired, _employed = self.totals
        came_said = french.counted(came, "est venue", "sont venues")
        hired_said = french.counted(hired, "a été embauchée", "ont été embauchées")
        people = french.counted(registered, "personne inscrite", "personnes inscrites")
        return f"Sur {people}, {came_said} et {hired_said}."


def funnel_of(rosters: Collection[Roster], *, tells_who_helped: bool) -> Funnel:
    """The funnel of these sessions, in four queries.

    Without `tells_who_helped`, outside the Département, a channel is « avec une aide » or « par la
    personne ».
    """
    ids = [roster.pk for roster in rosters]
    rows = Registration.objects.filter(roster__in=ids, status__in=_HAD_A_PLACE).values_list(
        "roster_id",
        "participant_id",
        "status",
        "channel",
        "participant__commune__name",
        "participant__user__candidate_profile__commune__name",
    )
    hired, employed = _hired(ids), employed_at(about=About.SESSION, ids=ids)
    by_channel: defaultdict[str, Counter[int]] = defaultdict(Counter)
    by_commune: defaultdict[str, Counter[int]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    for roster_id, person, status, channel, own, of_account in rows:
        reached = _reached(status, (roster_id, person), hired, employed)
        name = Channel(channel).label if tells_who_helped else shown_channel(channel).capitalize()
        for counts in (totals, by_channel[name], by_commune[of_account or own or NO_COMMUNE]):
            counts.update(range(reached + 1))
    return Funnel(
        totals=_row(totals),
        by_channel=protect({name: _row(counts) for name, counts in by_channel.items()}),
        by_commune=protect({name: _row(counts) for name, counts in by_commune.items()}),
        is_known_at_90=is_known_at(about=About.SESSION, ids=ids),
    )


def _row(counts: Counter[int]) -> tuple[int, ...]:
    return tuple(counts[stage] for stage in range(len(STAGES)))


def _reached(status: str, pair: Pair, hired: set[Pair], employed: set[Pair]) -> int:
    """The last stage of a person: whoever was hired had been met."""
    if status not in CAME:
        return 0
    if pair in hired:
        return 4 if pair in employed else 3
    return 2 if status == Status.INTERVIEWED else 1


def _hired(ids: Iterable[int]) -> set[Pair]:
    """(session, person) of those whom an organisation of the session hired."""
    facts = Outcome.objects.filter(
        about=About.SESSION, about_id__in=ids, organisation__isnull=False
    ).order_by("said_at", "pk")
    last_of_day = {
        (
            fact.about_id,
            fact.participant_id,
            fact.organisation_id,
            timezone.localtime(fact.said_at).date(),
        ): fact.kind
        for fact in facts
    }
    return {key[:2] for key, kind in last_of_day.items() if kind == Outcome.Kind.HIRED}


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year: the only periods, for free dates would undo what is hidden."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """« 1er trimestre 2027 »."""
        rank = "1er" if self.number == 1 else f"{self.number}e"
        return f"{rank} trimestre {self.year}"

    @property
    def value(self) -> str:
        """What its address calls it: « 2027-1 »."""
        return f"{self.year}-{self.number}"

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and that of the next one, in France."""
        after = Quarter(self.year + self.number // 4, self.number % 4 + 1)
        return _midnight(self), _midnight(after)


def _midnight(quarter: Quarter) -> datetime:
    first = date(quarter.year, 3 * quarter.number - 2, 1)
    return timezone.make_aware(datetime.combine(first, time()))


def quarters(today: date, *, count: int = 8) -> list[Quarter]:
    """The last quarters, the present one first."""
    index = today.year * 4 + (today.month - 1) // 3
    return [Quarter((index - back) // 4, (index - back) % 4 + 1) for back in range(count)]
