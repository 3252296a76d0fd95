"""The errors that services of applications raise."""

from snippets.errors import DomainError, TooOftenError


class ApplicationError(DomainError):
    """What a service of applications refuses."""


class OutOfReachError(ApplicationError):
    """It is no longer this person's to answer: withdrawn, hidden, or they left."""


class MeanwhileError(ApplicationError):
    """A colleague decided while this one was writing; `version` is that of what they did."""

    def __init__(self, message: str, *, version: int) -> None:
        super().__init__(message)
        self.version = version


class TooManyRequestsError(ApplicationError, TooOftenError):
    """Asked too often from one network, or for one address."""
