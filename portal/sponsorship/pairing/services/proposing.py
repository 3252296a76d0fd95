"""A pair is proposed to both: chosen by hand, or the whole assignment at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import COORDINATE_SPONSORS
from portal.accounts.holders import people_who_may
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.conflicts import NOT_PROPOSED
from portal.sponsorship.pairing.listing import forbidden_now
from portal.sponsorship.pairing.models import Delay
from portal.sponsorship.pairing.table import delay
from portal.sponsorship.pairing.telling import tell_proposed
from portal.sponsorship.pairing.values import Pair
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import write_step
from portal.sponsorship.pairs.states import Role
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.changing import change as change_request
from portal.sponsorship.requests.services.changing import lock_request
from portal.sponsorship.requests.states import Role as RequestRole
from portal.sponsorship.requests.states import State as RequestState
from portal.sponsorship.rules import require_coordinator
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor

TAKEN = "{name} a déjà une proposition\u00a0: quelqu’un de la coordination vient de la faire."
PAIRED = "{name} est déjà dans un binôme."
NOT_WAITING = "{name} n’attend plus de parrain ni de marraine."
NOT_FREE = "{name} ne reçoit pas de proposition en ce moment."
FULL = "{name} n’a plus de place\u00a0: {capacity} au plus, propositions comprises."
ALONE = (
    "Vous seriez dans ce binôme, et personne d’autre ne coordonne le parrainage\u00a0: il faut "
    "d’abord un ou une collègue."
)
NOTHING = "Il n’y a plus rien à proposer\u00a0: la liste a changé. Rechargez la page."


@transaction.atomic
def propose(*, request: SponsorshipRequest, sponsor: Sponsor, actor: Actor) -> Sponsorship:
    """Propose a pair to both, and give them until the same day to answer.

    Raises SponsorshipError when somebody was quicker, a place is missing, or the two may not meet:
    which of the reasons for that, nobody learns.
    """
    require_coordinator(actor)
    _check_may_meet([(request.pk, sponsor.pk)])
    return _propose(request, sponsor, actor, timezone.now())


@transaction.atomic
def propose_all(*, pairs: Iterable[Pair], actor: Actor) -> list[Sponsorship]:
    """Propose these pairs, all or none: those that a screen showed. Raises SponsorshipError."""
    require_coordinator(actor)
    wanted = sorted(set(pairs), key=lambda pair: (pair[1], pair[0]))
    requests = SponsorshipRequest.objects.in_bulk([request for request, _ in wanted])
    sponsors = Sponsor.objects.in_bulk([sponsor for _, sponsor in wanted])
    if not wanted or not all(one in requests and two in sponsors for one, two in wanted):
        raise SponsorshipError(NOTHING)
    _check_may_meet(wanted)
    now = timezone.now()
    # Sponsors first, by number, then requests: two coordinators wait for each other in one order.
    for sponsor in sorted({sponsor for _, sponsor in wanted}):
        lock_sponsor(sponsors[sponsor])
    return [
        _propose(requests[request], sponsors[sponsor], actor, now)
        for request, sponsor in sorted(wanted)
    ]


def _check_may_meet(pairs: list[Pair]) -> None:
    """Refuse what is forbidden, found as the board finds it: for the whole list, whoever it is."""
    if forbidden_now().intersection(pairs):
        raise SponsorshipError(NOT_PROPOSED)


def _propose(
    request: SponsorshipRequest, sponsor: Sponsor, actor: Actor, now: datetime
) -> Sponsorship:
    """Lock, count, write: the sponsor's places first, then the person."""
    giver = lock_sponsor(sponsor)
    wanted = lock_request(request)
    _check_is_coordinated(wanted, giver)
    _check_waits(wanted)
    _check_has_a_place(giver)
    pair = Sponsorship.objects.create(
        request=wanted,
        participant=wanted.participant,
        sponsor=giver,
        proposed_at=now,
        proposed_by=actor.user,
        answer_by=timezone.localdate(now) + timedelta(days=delay(Delay.ANSWER)),
        changed_at=now,
    )
    write_step(pair, "", role=Role.COORDINATOR, actor=actor, reason="", now=now)
    change_request(
        wanted, RequestState.PROPOSED, role=RequestRole.COORDINATOR, actor=actor, now=now
    )
    tell_proposed(pair)
    return pair


def _check_is_coordinated(request: SponsorshipRequest, sponsor: Sponsor) -> None:
    """Somebody else than the two reads alerts and reviews, and acts on the pair."""
    two = Q(pk=request.participant.user_id) | Q(pk=sponsor.user_id)
    if not people_who_may(COORDINATE_SPONSORS).exclude(two).exists():
        raise SponsorshipError(ALONE)


def _check_waits(request: SponsorshipRequest) -> None:
    name = str(request.participant)
    if request.state == RequestState.PROPOSED:
        raise SponsorshipError(TAKEN.format(name=name))
    if Sponsorship.objects.open().filter(participant=request.participant_id).exists():
        raise SponsorshipError(PAIRED.format(name=name))
    if not SponsorshipRequest.objects.pairable().filter(pk=request.pk).exists():
        raise SponsorshipError(NOT_WAITING.format(name=name))


def _check_has_a_place(sponsor: Sponsor) -> None:
    if not Sponsor.objects.pairable().filter(pk=sponsor.pk).exists():
        raise SponsorshipError(NOT_FREE.format(name=sponsor))
    if Sponsorship.objects.open().filter(sponsor=sponsor).count() >= sponsor.capacity:
        raise SponsorshipError(FULL.format(name=sponsor, capacity=sponsor.capacity))
