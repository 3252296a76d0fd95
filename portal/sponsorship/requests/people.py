"""For whom somebody may ask: the people whom they accompany, or who came to their organisation."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from portal.accounts.capabilities import ASK_SPONSOR_FOR
from portal.accounts.holders import may_as_agent, memberships_giving
from portal.accounts.models import User
from portal.participation.helping import Helper
from portal.participation.rules import people_acted_for

People = Callable[[User], QuerySet[User]]
_registered: list[People] = []


def register_asking_for(people: People) -> None:
    """Add accounts for which somebody may ask, who may not apply for them: a unit's manager."""
    if people not in _registered:
        _registered.append(people)


def people_asked_for(user: Any) -> QuerySet[User]:
    """The accounts for which a person may ask for a sponsor."""
    found = people_acted_for(user)
    if not (user.is_authenticated and user.is_active):
        return found
    for people in _registered:
        found = found | people(user)
    return found


def asker_of(user: User, *, types_a_name: bool = False) -> Helper | None:
    """How somebody may ask for another: as an agent, else for a partner; None when they may not.

    `types_a_name`: for somebody who is not in their list, the partner comes first: it alone may.
    """
    is_agent = may_as_agent(user, ASK_SPONSOR_FOR)
    if is_agent and not types_a_name:
        return Helper(user)
    rows = memberships_giving(ASK_SPONSOR_FOR).filter(user=user).select_related("organisation")
    membership = rows.order_by("pk").first()
    if membership:
        return Helper(user, membership.organisation)
    return Helper(user) if is_agent else None


def may_type_names(user: User) -> bool:
    """Whether they may ask for somebody who is not in their list: partners, who meet people."""
    return memberships_giving(ASK_SPONSOR_FOR).filter(user=user).exists()
