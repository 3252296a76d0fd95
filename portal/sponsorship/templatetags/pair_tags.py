"""Pairs, for pages of sponsors and of requests, which know of none."""

from django import template

from portal.accounts.models import User
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.requests.models import SponsorshipRequest

register = template.Library()


@register.inclusion_tag("sponsorship/pairs/own_pairs.html")
def own_pairs(user: User) -> dict[str, object]:
    """Those that wait for an answer, and those that run; the next deadline first."""
    pairs = Sponsorship.objects.of_sponsor(user).open().select_related("participant__user")
    return {"pairs": pairs.order_by("state", "answer_by", "pk")}


@register.simple_tag
def pair_of(asked: SponsorshipRequest) -> Sponsorship | None:
    """The pair that is proposed or runs for a request."""
    return asked.pairs.open().first()
