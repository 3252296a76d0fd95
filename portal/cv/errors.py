"""The errors that services of CVs raise."""

from snippets.errors import DomainError


class CvError(DomainError):
    """What a service of CVs refuses."""


class CannotWriteError(CvError):
    """The right to write in a CV is over, or was never there."""
