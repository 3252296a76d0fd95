"""The error that services of accounts raise."""

from typing import NoReturn

from snippets.errors import DomainError


class AccountError(DomainError):
    """What a service of accounts or organisations refuses."""


def refuse(message: str) -> NoReturn:
    """Raise AccountError with this message."""
    raise AccountError(message)
