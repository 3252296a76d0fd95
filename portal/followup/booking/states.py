"""What becomes of an invitation and of a message: the pairs of states, and who may.

An invitation that expired may still be answered: better late than a summons.
"""

from enum import StrEnum

from portal.followup.booking.errors import ForbiddenStepError
from portal.followup.booking.models import BookingMessage, Invitation

I = Invitation.State  # noqa: E741 - read beside M
M = BookingMessage.State


class Role(StrEnum):
    """Who acts: the person by their link, who writes in the case, the site by itself."""

    PERSON = "person"
    SERVICE = "service"
    SITE = "site"


_BOTH = frozenset({Role.PERSON, Role.SERVICE})
_SERVICE, _SITE = frozenset({Role.SERVICE}), frozenset({Role.SITE})
STEPS: dict[tuple[str, str], frozenset[Role]] = {
    (I.WAITING, I.BOOKED): _BOTH,
    (I.WAITING, I.EXPIRED): _SITE,
    (I.WAITING, I.WITHDRAWN): _SERVICE,
    (I.WAITING, I.SUMMONED): _SERVICE,
    (I.EXPIRED, I.BOOKED): _BOTH,
    (I.EXPIRED, I.WITHDRAWN): _SERVICE,
    (I.EXPIRED, I.SUMMONED): _SERVICE,
    # Its message came back: what did not arrive does not count.
    (I.EXPIRED, I.WAITING): _SITE,
    # Cancelled: by the person, who chooses again; by the service, which offers again.
    (I.BOOKED, I.WAITING): _BOTH,
    # The pathway ends.
    (I.BOOKED, I.WITHDRAWN): _SERVICE,
}
_REFUSED = {
    I.BOOKED: "Un rendez-vous est déjà pris.",
    I.WITHDRAWN: "Cette invitation est retirée.",
    I.SUMMONED: "Une convocation a suivi cette invitation.",
}
MESSAGE_STEPS: dict[str, frozenset[str]] = {
    M.PLANNED: frozenset({M.QUEUED, M.SENT, M.BOUNCED, M.DROPPED}),
    M.QUEUED: frozenset({M.SENT, M.DELIVERED, M.BOUNCED}),
    M.SENT: frozenset({M.HANDED, M.DELIVERED, M.BOUNCED}),
    M.HANDED: frozenset({M.DELIVERED, M.BOUNCED}),
    # A server accepts, then says that nobody is there.
    M.DELIVERED: frozenset({M.BOUNCED}),
    M.BOUNCED: frozenset(),
    M.DROPPED: frozenset(),
}


def may_go(before: str, after: str, role: Role) -> bool:
    """Whether this role takes an invitation from a state to another."""
    return role in STEPS.get((before, after), ())


def go(invitation: Invitation, after: str, role: Role) -> None:
    """Take it there; the caller saves it. Raises ForbiddenStepError."""
    if not may_go(invitation.state, after, role):
        message = _REFUSED.get(I(invitation.state), "Cette invitation attend encore un choix.")
        raise ForbiddenStepError(message)
    invitation.state = after
    invitation.version += 1


def settle(message: BookingMessage, after: str) -> None:
    """Say what became of a message; the caller saves it. Raises ForbiddenStepError."""
    if after not in MESSAGE_STEPS[message.state]:
        said = f"Ce message est «\u00a0{message.get_state_display().lower()}\u00a0»."
        raise ForbiddenStepError(said)
    message.state = after
