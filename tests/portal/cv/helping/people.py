"""Members of organisations, which may help or not."""

from portal.accounts.level_names import LevelName
from tests.factories import UserFactory
from tests.portal.accounts.people import place


def partner_of(organisation, **fields):
    """A member of an organisation."""
    user = UserFactory(**fields)
    place(user, LevelName.ORGANISATION_MEMBER, organisation)
    return user
