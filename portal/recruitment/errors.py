"""The errors that services of sessions raise."""

from snippets.errors import DomainError, TooOftenError


class RecruitmentError(DomainError):
    """What a service of registrations, places or check-in refuses."""


class FullError(RecruitmentError):
    """No place in this slot or this session, and the waiting list is full or not wanted."""


class TooManyRequestsError(RecruitmentError, TooOftenError):
    """Asked too often from one network, or for one address."""
