"""What an officer confirms at the phone for an app above, or gives up.

The app that made the line registers how, from its `ready()`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts.actors import Actor
from portal.participation.models import CallBack

Act = Callable[[int, Actor], None]


def _nowhere(subject_id: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How what a line is about is confirmed or given up; both raise DomainError.

    `screen` is where an officer sees it, and does what a button cannot: choose another hour.
    """

    confirm: Act
    refuse: Act
    screen: Callable[[int], str] = _nowhere


_known: dict[str, Confirmation] = {}


def register_confirmation(purpose: CallBack.Purpose, confirmation: Confirmation) -> None:
    """Say how what waits for a call of this purpose is confirmed."""
    _known[purpose] = confirmation


def confirmation_of(call_back: CallBack) -> Confirmation | None:
    """How this line is confirmed; None for a demand for help, which is only closed."""
    return _known.get(call_back.purpose) if call_back.subject_id else None
