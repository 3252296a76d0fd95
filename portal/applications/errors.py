"""The errors that services of applications raise."""

from snippets.errors import DomainError, TooOftenError


class ApplicationError(DomainError):
    """What a service of applications refuses."""


class TooManyRequestsError(ApplicationError, TooOftenError):
    """Asked too often from one network, or for one address."""
