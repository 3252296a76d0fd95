"""A request is taken back by its person, or closed by the coordinator."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.participation.services.agreements import withdraw_agreement
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.changing import change, lock_request
from portal.sponsorship.requests.states import Role, State
from portal.sponsorship.rules import require_coordinator
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

NO_REASON = "Dites pourquoi."


@transaction.atomic
def withdraw(
    *,
    request: SponsorshipRequest,
    actor: Actor,
    role: Role = Role.PERSON,
    reason: str = "",
) -> SponsorshipRequest:
    """Take a request back with its agreement; on one that is over, the agreement alone.

    What was proposed or runs ends with it (`signals.request_closed`).
    """
    found = lock_request(request)
    withdraw_agreement(agreement=found.agreement)
    if found.is_open:
        change(found, State.WITHDRAWN, role=role, actor=actor, reason=reason)
    return found


@transaction.atomic
def close(*, request: SponsorshipRequest, reason: str, actor: Actor) -> SponsorshipRequest:
    """Take somebody off the waiting list, and tell them. The mail does not have `reason`.

    Raises SponsorshipError without a reason, and for what no longer waits.
    """
    require_coordinator(actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    found = lock_request(request)
    change(found, State.CLOSED, role=Role.COORDINATOR, actor=actor, reason=reason)
    if found.participant.address:
        queue_mail(
            "sponsorship_closed",
            to=found.participant.address,
            context={
                "recipient_name": found.participant.first,
                "ask_url": absolute_url("sponsorship:ask"),
            },
        )
    return found
