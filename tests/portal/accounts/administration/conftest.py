"""Two administrators of rights: one acts, the other makes it possible."""

import pytest

from portal.accounts.level_names import LevelName
from tests.portal.accounts.people import person_with, signed_in


@pytest.fixture
def nadia(db):
    """Who acts."""
    return person_with(
        LevelName.RIGHTS_ADMINISTRATOR,
        email="nadia@exemple.test",
        first_name="Nadia",
        last_name="Roussel",
    )


@pytest.fixture
def paul(nadia):
    """Her colleague."""
    return person_with(
        LevelName.RIGHTS_ADMINISTRATOR,
        email="paul@exemple.test",
        first_name="Paul",
        last_name="Girardot",
    )


@pytest.fixture
def admin(nadia, paul):
    """Nadia's browser."""
    return signed_in(nadia)
