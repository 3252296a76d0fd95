"""What booking refuses."""

from snippets.errors import DomainError


class BookingError(DomainError):
    """An invitation, a slot or a message may not be treated so."""


class SlotTakenError(BookingError):
    """Somebody took the slot meanwhile, or it is not offered any more."""

    def __init__(self) -> None:
        super().__init__("Cette heure n’est plus libre. Choisissez-en une autre.", field="slot")


class ForbiddenStepError(BookingError):
    """From its present state, an invitation does not become that, or not by who asks."""


class UnusableLinkError(BookingError):
    """The link of an invitation is of no use any more; the message says why."""
