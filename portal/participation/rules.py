"""Questions that a lower app asks and a higher one answers (the closed area, sponsorship).

Until one registers, the answer is False, and nobody is acted for.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

from portal.accounts.models import User

ActingFor = Callable[[User], QuerySet[User]]
# Which of these accounts, by their keys, must not be shown to somebody.
MustNotMeet = Callable[[User, Collection[int]], set[int]]
WorksOutside = Callable[[User], bool]

_acting_for: list[ActingFor] = []
_must_not_meet: list[MustNotMeet] = []
_works_outside: list[WorksOutside] = []


def register_acting_for(people: ActingFor) -> None:
    """Add people for whom somebody may act: those whom an adviser follows."""
    if people not in _acting_for:
        _acting_for.append(people)


def register_must_not_meet(predicate: MustNotMeet) -> None:
    """Add a reason for which people are never shown to somebody."""
    if predicate not in _must_not_meet:
        _must_not_meet.append(predicate)


def register_works_outside(predicate: WorksOutside) -> None:
    """Add a reason for which somebody with a level of the Département works for another body."""
    if predicate not in _works_outside:
        _works_outside.append(predicate)


def people_acted_for(user: Any) -> QuerySet[User]:
    """The accounts for which a person may act."""
    if not (user.is_authenticated and user.is_active):
        return User.objects.none()
    found = User.objects.none()
    for people in _acting_for:
        found = found | people(user)
    return found


def may_act_for(user: Any, person: User) -> bool:
    """Whether somebody may apply or register for this account, and follow what becomes of it."""
    return people_acted_for(user).filter(pk=person.pk).exists()


def must_not_meet(user: User, person: User) -> bool:
    """Whether `person` must not be shown to `user`.

    Asked row by row: a predicate costs no query to whoever has nothing to do with it.
    """
    return person.pk in not_to_meet(user, [person.pk])


def not_to_meet(user: User, people: Collection[int]) -> set[int]:
    """Which of these accounts must not be shown to `user`: as many queries for one as for all."""
    return {key for predicate in _must_not_meet for key in predicate(user, people)}


def works_outside(user: User) -> bool:
    """Whether somebody whose level is one of the Département's works for a delegated body."""
    return any(predicate(user) for predicate in _works_outside)
