"""The errors that services of participation raise."""

from snippets.errors import DomainError, TooOftenError


class ParticipationError(DomainError):
    """What a service about guests, agreements, call-backs or outcomes refuses."""


class TooManyRequestsError(ParticipationError, TooOftenError):
    """Asked too often from one network, or for one address."""
