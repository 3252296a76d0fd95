"""People with a level, for the tests of private screens: made in one place."""

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import Membership, User
from portal.accounts.services.grants import grant_level
from portal.accounts.services.memberships import add_member
from snippets.models import Organisation
from tests.factories import UserFactory

MEMBER, MANAGER = Membership.Role.MEMBER, Membership.Role.MANAGER


def person_with(level: str, **fields) -> User:
    """Somebody to whom a level was granted."""
    user = UserFactory(**fields)
    grant_level(user=user, level=level, reason="Prise de poste", actor=Actor(UserFactory()))
    return user


def officer(**fields) -> User:
    """An employment officer."""
    return person_with(LevelName.EMPLOYMENT_OFFICER, **fields)


def join(organisation: Organisation, role: str = MEMBER, **fields) -> Membership:
    """A new person in an organisation; the first one manages it."""
    user = UserFactory(**fields)
    return add_member(
        organisation=organisation, user=user, role=Membership.Role(role), actor=Actor(user)
    )


def manager_of(organisation: Organisation, **fields) -> User:
    """A new manager of an organisation."""
    return join(organisation, MANAGER, **fields).user
