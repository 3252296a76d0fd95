"""The errors that services of submissions raise, beside those of moderation."""

from pages.moderation.errors import ModerationError


class SubmissionError(ModerationError):
    """What the state of the opportunity, or the right of the person, refuses."""


class NotAMemberError(SubmissionError):
    """The person is no longer in the organisation."""


class SuspendedError(SubmissionError):
    """The organisation is suspended: its members read, and write nothing."""


class InReviewError(SubmissionError):
    """The text is being reviewed: it is taken back first."""


class StaleError(SubmissionError):
    """Somebody else saved the text meanwhile."""
