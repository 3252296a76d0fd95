"""The error that services of accounts raise: its message is for people."""

from typing import NoReturn


class AccountError(Exception):
    """Something that may not be done; the message says in French why, and what to do."""


def refuse(message: str) -> NoReturn:
    """Raise AccountError with this message."""
    raise AccountError(message)
