"""The campaigns of a list: what waits, what is past, and how far each is, in a few queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, IntegerField, Q, Value, When

from portal.mailing.approvers import writers_among
from portal.mailing.ledger import Ledger, with_outcome
from portal.mailing.models import Campaign, CampaignRecipient, Outcome, Withheld
from portal.mailing.states import OVER, Status

# What is done first, of what is under way.
_FIRST = (Status.PAUSED, Status.SENDING, Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED)
# Seconds: the numbers of a campaign that is over move only when a message comes back.
_ENDED_KEPT = 600


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending is: `done` of `total` wait for nothing more."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """The frozen list."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Whatever became of them."""
        return self.total - self.counts.get(Outcome.WAITING, 0)

    @property
    def sent(self) -> int:
        """Handed over."""
        return self.counts.get(Outcome.SENT, 0)

    @property
    def unsent(self) -> int:
        """What did not arrive, or may not have."""
        names = (Outcome.WITHHELD, Outcome.FAILED, Outcome.UNCERTAIN, Outcome.BOUNCED)
        return sum(self.counts.get(name, 0) for name in names)


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign of a list. `waits_for_me`: a colleague asks for my agreement."""

    campaign: Campaign
    progress: Progress
    waits_for_me: bool


def under_way(user: Any) -> Any:
    """What is neither a draft nor over, what waits for somebody first."""
    rank = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(_FIRST)),
        output_field=IntegerField(),
    )
    rows = Campaign.objects.visible_to(user).filter(status__in=_FIRST)
    return rows.order_by(rank, "scheduled_at", "-changed_at", "-pk")


def drafts(user: Any) -> tuple[Any, Any]:
    """One's own, then those of colleagues; the last that were changed first."""
    rows = Campaign.objects.visible_to(user).filter(status=Status.DRAFT)
    return rows.filter(author=user), rows.exclude(author=user)


def past(user: Any, text: str = "") -> Any:
    """The archive, the last first; those whose name has some words."""
    rows = Campaign.objects.visible_to(user).filter(status__in=OVER)
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(subject__icontains=word))
    return rows.order_by("-ended_at", "-changed_at", "-pk")


def lines_of(campaigns: Iterable[Campaign], user: Any) -> list[Line]:
    """Each with its counts: one query for all of them, and one for who wrote those that wait."""
    rows = list(campaigns)
    found = progress_of(rows)
    writers = writers_among([row for row in rows if row.status == Status.SUBMITTED])
    return [
        Line(
            row,
            found[row.pk],
            waits_for_me=row.pk in writers and user.pk not in writers[row.pk],
        )
        for row in rows
    ]


def progress_of(campaigns: Sequence[Campaign]) -> dict[int, Progress]:
    """What became of the recipients of each of these campaigns, those that were erased included.

    The numbers of those that are over are kept for ten minutes; their own pages count again.
    """
    ended = {_kept_at(row): row.pk for row in campaigns if row.status in OVER}
    kept = {ended[key]: Progress(found) for key, found in cache.get_many(list(ended)).items()}
    counted = _counted([row for row in campaigns if row.pk not in kept])
    fresh = {key: counted[pk].counts for key, pk in ended.items() if pk in counted}
    cache.set_many(fresh, _ENDED_KEPT)
    return kept | counted


def _kept_at(row: Campaign) -> str:
    """Where the numbers of a campaign that is over are kept: it may end again, after a resend."""
    ended = row.ended_at.timestamp() if row.ended_at else 0
    return f"mailing.progress:{row.pk}:{ended}"


def _counted(campaigns: Sequence[Campaign]) -> dict[int, Progress]:
    counted: dict[int, Counter[str]] = {}
    for row in campaigns:
        counted[row.pk] = Counter()
        for key, number in row.kept_counts.items():
            # What is kept of a message that was withheld is its reason.
            counted[row.pk][Outcome.WITHHELD if key in Withheld.values else key] += number
    if counted:
        rows: Any = with_outcome(CampaignRecipient.objects.filter(campaign__in=list(counted)))
        tally = rows.order_by().values_list("campaign", "outcome").annotate(count=Count("pk"))
        for campaign, outcome, count in tally:
            counted[campaign][outcome] += count
    return {key: Progress(dict(found)) for key, found in counted.items()}


def outcomes_in_words(ledger: Ledger) -> list[tuple[str, str, int]]:
    """The parts that are not empty: value, words, number."""
    return [
        (item.value, str(item.label), getattr(ledger, item.value))
        for item in Outcome
        if getattr(ledger, item.value)
    ]


def reasons_in_words(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Why some were withheld: value, words, number."""
    return [(key, str(Withheld(key).label), count) for key, count in ledger.reasons.items()]
