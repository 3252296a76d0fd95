"""How many parsers run at once, where a web process waits for them.

PostgreSQL counts, so that a process that dies holds nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import transaction

from snippets.locks import try_take


class Busy(StrEnum):
    """Why a file is not read now."""

    MINE = "mine"
    CROWDED = "crowded"


class BusyError(Exception):
    """A file is not read now; `reason` says whether its own person has another one read."""

    def __init__(self, reason: Busy) -> None:
        super().__init__(str(reason))
        self.reason = reason


@contextmanager
def one_of_few(name: str, at_once: int, whose: str = "") -> Iterator[None]:
    """Hold one of the places of this name, and the only one of `whose`. Raises BusyError."""
    with transaction.atomic():
        if whose and not try_take(f"{name}.{whose}"):
            raise BusyError(Busy.MINE)
        if not any(try_take(f"{name}.slot.{number}") for number in range(at_once)):
            raise BusyError(Busy.CROWDED)
        yield
