"""The one way a pair changes state: allowed, dated, and kept in its history."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.services.cvs import erase_frozen_cv
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.following import Meeting
from portal.sponsorship.pairs.models import Sponsorship, SponsorshipStep
from portal.sponsorship.pairs.phases import plan_reviews
from portal.sponsorship.pairs.states import (
    OPEN,
    REACHED,
    MeetingState,
    Role,
    Side,
    State,
    may_go,
)
from portal.sponsorship.requests.services.changing import change as change_request
from portal.sponsorship.requests.services.changing import lock_request
from portal.sponsorship.requests.states import Role as RequestRole
from portal.sponsorship.requests.states import State as RequestState
from portal.sponsorship.rules import require_coordinator

NOT_NOW = "C’est impossible\u00a0: ce binôme est «\u00a0{state}\u00a0». Rechargez la page."
OWN = "Vous êtes dans ce binôme\u00a0: un ou une collègue s’en occupe."

# Where the request goes with its pair. Somebody who stays without a sponsor waits again, from the
# same date.
_REQUEST: dict[State, RequestState] = {
    State.ACCEPTED: RequestState.PAIRED,
    State.COMPLETED: RequestState.ENDED,
    State.BROKEN: RequestState.WAITING,
    State.DECLINED: RequestState.WAITING,
    State.EXPIRED: RequestState.WAITING,
    State.CANCELLED: RequestState.WAITING,
}


def lock_pair(pair: Sponsorship) -> Sponsorship:
    """The pair as it is now, its request before it, held until the transaction ends.

    Who needs the sponsor holds them first: sponsor, request, pair.
    """
    lock_request(pair.request)
    Sponsorship.objects.select_for_update(no_key=True).only("pk").get(pk=pair.pk)
    rows = Sponsorship.objects.select_related("request", "participant__user", "sponsor__user")
    return rows.get(pk=pair.pk)


def lock_coordinated(pair: Sponsorship, actor: Actor) -> Sponsorship:
    """The same for who coordinates; one of the two is not who coordinates this pair.

    Raises SponsorshipError.
    """
    user = require_coordinator(actor)
    found = lock_pair(pair)
    if found.side_of(user) is not None:
        raise SponsorshipError(OWN)
    return found


def change(
    pair: Sponsorship,
    to: State,
    *,
    role: Role,
    actor: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Sponsorship:
    """Take a pair to another state, its request with it; who calls holds its lock.

    What else changes with the state was set on it already. Raises SponsorshipError when the state
    refuses it.
    """
    if not may_go(pair.state, to, role):
        label = State(pair.state).label.lower()
        raise SponsorshipError(NOT_NOW.format(state=label))
    now = now or timezone.now()
    former, pair.state, pair.changed_at = pair.state, to, now
    if to == State.ACTIVE and pair.started_on is None:
        pair.started_on = timezone.localdate(now)
    pair.nudged_at = None
    pair.suspended_at = now if to == State.SUSPENDED else None
    if to not in OPEN:
        pair.ended_at = now
    pair.save()
    if to == State.ACTIVE:
        plan_reviews(pair)
    if to not in REACHED:
        _cancel_next(pair, now)
    write_step(pair, former, role=role, actor=actor, reason=reason, now=now)
    # A request that its person took back is over by itself.
    if to in _REQUEST and pair.request.is_open:
        # Not the reason: the person reads the steps of their request in the export of their data.
        change_request(pair.request, _REQUEST[to], role=RequestRole.SITE, actor=actor, now=now)
    if to not in OPEN:
        _hide(pair)
    return pair


def write_step(
    pair: Sponsorship, former: str, *, role: Role, actor: Actor, reason: str, now: datetime
) -> None:
    """Keep who did it and why."""
    SponsorshipStep.objects.create(
        pair=pair,
        state=pair.state,
        former=former,
        at=now,
        by=actor.user,
        reason=reason.strip(),
        side=role.value if role.value in Side.values else "",
    )


def _cancel_next(pair: Sponsorship, now: datetime) -> None:
    """Nobody goes to a meeting of a pair that is suspended or over."""
    Meeting.objects.filter(pair=pair, state=MeetingState.PLANNED).update(
        state=MeetingState.CANCELLED, changed_at=now, sequence=F("sequence") + 1
    )


def _hide(pair: Sponsorship) -> None:
    """The CV that was shown is read by nobody any more."""
    for sharing in pair.sharings.filter(cv__isnull=False).select_related("cv"):
        if sharing.cv is not None:
            erase_frozen_cv(frozen=sharing.cv)
