"""Where an organisation stands, for its members and for officers."""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.models import VerificationRequest
from snippets.models import Organisation


class Stand(StrEnum):
    """The states that a screen tells apart."""

    VERIFIED = "verified"
    WAITING = "waiting"
    CORRECTION = "correction"
    REFUSED = "refused"
    UNCHECKED = "unchecked"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and what was written about it; `request` is the one that waits for an answer."""

    stand: Stand
    message: str = ""
    request: VerificationRequest | None = None

    @property
    def seen(self) -> str:
        """What an officer's answer is about: it no longer holds when this has changed."""
        return str(self.request.pk) if self.request else ""


def standing(organisation: Organisation) -> Standing:
    """Where it stands now, in one query at most."""
    last = organisation.verification_requests.newest_first().first()
    waiting = last if last and not last.decided_at else None
    if organisation.suspended_at:
        return Standing(Stand.SUSPENDED, organisation.suspension_reason, waiting)
    if organisation.verified_at:
        return Standing(Stand.VERIFIED)
    if waiting:
        return Standing(Stand.WAITING, request=waiting)
    if last and last.outcome in {Stand.CORRECTION, Stand.REFUSED}:
        return Standing(Stand(last.outcome), last.message)
    return Standing(Stand.UNCHECKED)
