"""Room on the interpreter's stack, for what calls deep.

CPython keeps the frames of Python functions in pieces of 16 KiB, which it takes from the system and
gives back. A loop that calls across the end of a piece takes and gives one at each turn: forty
tests of the authorisation matrix did so 300,000 times, a third of their time. A frame that needs
half a mebibyte makes the next piece one of a mebibyte, and what is called from it fits there.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_SLOTS = 66_000  # of eight bytes: more than half of a mebibyte


def with_room(call: Callable[..., T], *args: object) -> T:
    """What a function answers that is called with half a mebibyte of stack ahead of it."""
    return call(*args)


with_room.__code__ = with_room.__code__.replace(co_stacksize=_SLOTS)
