"""What an exchange refuses."""

from snippets.errors import DomainError


class ExchangeError(DomainError):
    """It may not be done now."""
