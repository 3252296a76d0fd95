"""What the one who follows a person knows of their sponsorship: nothing unless they agreed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from portal.sponsorship.advisers.models import AdviserTold
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import RUNNING, MeetingState, State

# Both accepted. A pause is between the two and the coordination: it is told as a pair that runs.
_TOLD = (*RUNNING, State.COMPLETED, State.BROKEN)


@dataclass(frozen=True, slots=True)
class ToldPair:
    """The last pair of a person: since when, and until when once it is over. Nobody is named."""

    since: date
    until: date | None
    said: str
    meetings: int


def told_pair(*, users: Any) -> ToldPair | None:
    """The last pair that both accepted, if its person agrees now that it be known. One query.

    `users`: keys of accounts, or the query that finds them.
    """
    agreed = AdviserTold.objects.active().filter(participant__user__in=users)
    pair = (
        Sponsorship.objects.filter(participant__in=agreed.values("participant"), state__in=_TOLD)
        .annotate(held=Count("meetings", filter=Q(meetings__state=MeetingState.HELD)))
        .order_by("-accepted_at", "-pk")
        .first()
    )
    if pair is None or pair.accepted_at is None:
        return None
    is_over = pair.state not in RUNNING
    return ToldPair(
        since=timezone.localdate(pair.accepted_at),
        until=timezone.localdate(pair.ended_at) if is_over and pair.ended_at else None,
        said=_said(pair) if is_over else State.ACTIVE.label,
        meetings=pair.held,
    )


def _said(pair: Sponsorship) -> str:
    """« Terminé : emploi »."""
    ended = pair.get_state_display()
    return f"{ended}\u00a0: {pair.get_outcome_display().lower()}" if pair.outcome else ended
