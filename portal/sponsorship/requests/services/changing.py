"""The one way a request changes state: allowed, dated, and kept in its history."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.models import Participant
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.requests.models import RequestStep, SponsorshipRequest
from portal.sponsorship.requests.states import OPEN, Role, State, may_go
from portal.sponsorship.signals import request_closed

NOT_NOW = "C’est impossible\u00a0: la demande est «\u00a0{state}\u00a0». Rechargez la page."


def lock_request(request: SponsorshipRequest) -> SponsorshipRequest:
    """The request as it is now, its person before it, held until the transaction ends.

    Joining an account and erasing somebody take them in this order as well.
    """
    (person,) = SponsorshipRequest.objects.filter(pk=request.pk).values_list(
        "participant", flat=True
    )
    Participant.objects.select_for_update(no_key=True).only("pk").get(pk=person)
    SponsorshipRequest.objects.select_for_update(no_key=True).only("pk").get(pk=request.pk)
    rows = SponsorshipRequest.objects.select_related("participant__user", "agreement", "commune")
    return rows.get(pk=request.pk)


def change(
    request: SponsorshipRequest,
    to: State,
    *,
    role: Role,
    actor: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> SponsorshipRequest:
    """Take a request to another state; who calls holds its lock. The date of its rank stays.

    Raises SponsorshipError when the state refuses it.
    """
    if not may_go(request.state, to, role):
        raise SponsorshipError(NOT_NOW.format(state=State(request.state).label))
    now = now or timezone.now()
    former, request.state, request.changed_at = request.state, to, now
    request.save(update_fields=["state", "changed_at"])
    write_step(request, former, actor=actor, reason=reason, now=now)
    if to not in OPEN:
        request_closed.send(SponsorshipRequest, request=request, actor=actor)
    return request


def write_step(
    request: SponsorshipRequest, former: str, *, actor: Actor, reason: str = "", now: datetime
) -> None:
    """Keep who did it and why."""
    RequestStep.objects.create(
        request=request,
        state=request.state,
        former=former,
        at=now,
        by=actor.user,
        reason=reason.strip(),
    )
