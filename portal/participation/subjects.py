"""What a fact or a question may be about, and what may be said of it: told by higher apps.

Participation knows a session or an application by its number alone. Until the app that has it
registers (`register` from `ready()`), nothing of it is asked nor shown.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from portal.participation.models import About
from snippets.models import Organisation

# The number of the subject and that of the participant.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What messages and pages call it. `title` is neutral already where it must be."""

    title: str
    on: date
    organisations: tuple[Organisation, ...] = ()


class Subject(Protocol):
    """What an app knows of its sessions, its applications, its pairs."""

    def told(self, ids: Collection[int]) -> dict[int, Told]:
        """What each is called; one that has gone is left out."""

    def shown_to_organisations(self, ids: Collection[int]) -> set[Pair]:
        """The people whom an organisation may read about: those who agreed and still do."""

    def asked_themselves(self, ids: Collection[int]) -> set[Pair]:
        """The people who may be written to about it: those who have not withdrawn."""


Planner = Callable[[datetime], int]

_subjects: dict[str, Subject] = {}
_planners: list[Planner] = []


def register(about: About, subject: Subject) -> None:
    """Say what may be told of one kind of subject."""
    _subjects[about] = subject


def register_planner(planner: Planner) -> None:
    """Add what plans the questions about what has ended; it may be run twice."""
    if planner not in _planners:
        _planners.append(planner)


def planners() -> tuple[Planner, ...]:
    """What plans questions, run before they are asked."""
    return tuple(_planners)


def find(about: str) -> Subject | None:
    """What is known of this kind; None while no app has registered it."""
    return _subjects.get(about)
