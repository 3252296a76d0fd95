"""What a certificate counts: the last engagement of a sponsor, from their welcome on."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.sponsorship.pairs.following import Meeting
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import MeetingState
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.states import State


@dataclass(frozen=True, slots=True)
class Figures:
    """The days of an engagement, both counted; pairs that both accepted; meetings held."""

    starts_on: date
    ends_on: date
    is_over: bool
    pairs: int
    meetings: int


def figures_of(sponsor: Sponsor, today: date) -> Figures | None:
    """None for somebody who was never welcomed. Who left and came back counts since they did."""
    steps = sponsor.steps.order_by("-at", "-pk")
    welcome = steps.filter(state=State.ACCEPTED).exclude(former=State.PAUSED).first()
    if welcome is None:
        return None
    left = steps.filter(state=State.LEFT, at__gte=welcome.at).first()
    accepted = Sponsorship.objects.filter(sponsor=sponsor, accepted_at__gte=welcome.at)
    if left is not None:
        accepted = accepted.filter(accepted_at__lte=left.at)
    held = Meeting.objects.filter(pair__in=accepted.values("pk"), state=MeetingState.HELD)
    return Figures(
        starts_on=timezone.localdate(welcome.at),
        ends_on=timezone.localdate(left.at) if left else today,
        is_over=left is not None,
        pairs=accepted.count(),
        meetings=held.count(),
    )
