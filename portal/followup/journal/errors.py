"""What the journal refuses."""

from snippets.errors import DomainError


class JournalError(DomainError):
    """A note may not be written so."""
