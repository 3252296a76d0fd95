"""The errors that services of candidates raise."""

from snippets.errors import DomainError, TooOftenError


class CandidateError(DomainError):
    """What a service of alerts, favourites or profiles refuses."""


class TooManyRequestsError(CandidateError, TooOftenError):
    """Asked too often from one network, or for one address."""
