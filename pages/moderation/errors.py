"""The error that moderation raises."""

from snippets.errors import DomainError


class ModerationError(DomainError):
    """An action that the state of the offer refuses."""
