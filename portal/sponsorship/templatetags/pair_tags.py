"""Pairs, for pages of sponsors and of requests, which know of none."""

from django import template
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from portal.accounts.models import User
from portal.sponsorship.pairs.apart import kept_apart
from portal.sponsorship.pairs.following import Meeting, Review, ReviewAnswer
from portal.sponsorship.pairs.life import Life, PairFile, file_of, life_of
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import REACHED, MeetingState, Side, State
from portal.sponsorship.requests.models import SponsorshipRequest

register = template.Library()
# Both accepted, and it is over: its page says what it gave, and takes a complaint.
_LIVED = (State.COMPLETED, State.BROKEN)
OVER = 20


@register.inclusion_tag("sponsorship/pairs/own_pairs.html")
def own_pairs(user: User) -> dict[str, object]:
    """Those that wait for an answer, and those that run; the next deadline first."""
    today = timezone.localdate()
    planned = Meeting.objects.filter(pair=OuterRef("pk"), state=MeetingState.PLANNED)
    answered = ReviewAnswer.objects.filter(review=OuterRef("pk"), side=Side.SPONSOR)
    reviews = Review.objects.due(today).filter(~Exists(answered), pair=OuterRef("pk"))
    rows = Sponsorship.objects.of_sponsor(user).open()
    pairs = list(
        rows.select_related("request__participant__user", "participant__user", "sponsor__user")
        .annotate(
            next_day=Subquery(planned.values("day")[:1]),
            is_to_note=Exists(planned.filter(day__lt=today)),
            has_review=Q(state=State.ACTIVE) & Exists(reviews),
        )
        .order_by("state", "answer_by", "pk")
    )
    apart = kept_apart([pair for pair in pairs if pair.state in REACHED])
    # Whoever may not be reached has no name either.
    named = [pair.pk for pair in pairs if pair.state in REACHED and pair.pk not in apart]
    over = Sponsorship.objects.of_sponsor(user).filter(state__in=_LIVED).order_by("-ended_at", "pk")
    return {"pairs": pairs, "named": named, "over": over[:OVER]}


@register.simple_tag
def pair_of(asked: SponsorshipRequest) -> Sponsorship | None:
    """The pair that is proposed or runs for a request."""
    return asked.pairs.open().first()


@register.simple_tag
def former_pairs_of(asked: SponsorshipRequest) -> list[Sponsorship]:
    """Those of a request that both accepted and that are over, the last one first."""
    over = asked.pairs.filter(state__in=_LIVED).order_by("-ended_at", "pk")
    return list(over[:OVER])


@register.simple_tag
def pair_life(pair: Sponsorship, side: str) -> Life:
    """What happens in a pair, for one of its two."""
    return life_of(pair, side)


@register.simple_tag
def pair_file(pair: Sponsorship) -> PairFile:
    """What happens in a pair, for the coordinator."""
    return file_of(pair)
