"""The errors that services of commitments raise."""

from snippets.errors import DomainError


class CommitmentError(DomainError):
    """What a service of commitments refuses."""


class OutOfReachError(CommitmentError):
    """It is no longer there for who acts: an agreement taken back, a membership that ended."""


class LinkError(CommitmentError):
    """A link that was forged or cut, or whose person is no longer known."""


class NothingToCertifyError(CommitmentError):
    """No confirmed hour, or none since the last certificate."""
