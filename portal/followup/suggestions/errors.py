"""What suggestions refuse."""

from snippets.errors import DomainError


class SuggestionError(DomainError):
    """An opportunity may not be proposed, or answered, so."""


class AlreadySentError(SuggestionError):
    """The person was told of it before; the message says when and by whom."""


class UnknownLinkError(SuggestionError):
    """No suggestion has this link."""
