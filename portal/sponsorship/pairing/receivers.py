"""What becomes of pairs when a sponsor leaves or pauses, and when a request is over."""

from typing import Any

from portal.accounts.actors import Actor
from portal.sponsorship.pairing.telling import tell_ended, tell_over
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.states import RUNNING, Role, Side, State
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.signals import request_closed, sponsor_left, sponsor_paused
from portal.sponsorship.sponsors.models import Sponsor

LEFT = "Le parrain, la marraine est parti·e."
PAUSED = "Le parrain, la marraine est en pause."
CLOSED = "La demande est retirée."


def connect() -> None:
    """Called once the app is ready."""
    sponsor_left.connect(end_with_the_sponsor, dispatch_uid="sponsorship.pairs_left")
    sponsor_paused.connect(cancel_unanswered, dispatch_uid="sponsorship.pairs_paused")
    request_closed.connect(end_with_the_request, dispatch_uid="sponsorship.pairs_closed")


def end_with_the_sponsor(sender: Any, sponsor: Sponsor, actor: Actor, **kwargs: Any) -> None:
    """What was proposed is taken back, what runs ends: the people wait again, at their rank."""
    for pair in _open(sponsor=sponsor):
        _end(pair, LEFT, actor, tell=Side.PERSON)


def cancel_unanswered(sender: Any, sponsor: Sponsor, actor: Actor, **kwargs: Any) -> None:
    """Nobody waits for the answer of somebody on pause; what they accepted goes on."""
    for pair in _open(sponsor=sponsor, state=State.PROPOSED, sponsor_accepted_at__isnull=True):
        _end(pair, PAUSED, actor, tell=Side.PERSON)


def end_with_the_request(
    sender: Any, request: SponsorshipRequest, actor: Actor, **kwargs: Any
) -> None:
    """The person does not want a sponsor any more, or their request was closed."""
    for pair in _open(request=request):
        _end(pair, CLOSED, actor, tell=Side.SPONSOR)


def _open(**names: Any) -> list[Sponsorship]:
    return list(Sponsorship.objects.open().filter(**names).select_related("request").order_by("pk"))


def _end(pair: Sponsorship, reason: str, actor: Actor, *, tell: Side) -> None:
    found = lock_pair(pair)
    if found.state == State.PROPOSED:
        change(found, State.CANCELLED, role=Role.SITE, actor=actor, reason=reason)
        tell_over(found, tell)
    elif found.state in RUNNING:
        change(found, State.BROKEN, role=Role.SITE, actor=actor, reason=reason)
        tell_ended(found, tell)
