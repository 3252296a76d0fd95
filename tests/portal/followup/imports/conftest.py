"""Who brings files in, and who decides the lines of a unit."""

import pytest

from portal.accounts.level_names import LevelName
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import make_professional, make_unit


@pytest.fixture(scope="module")
def officer(lasting):
    return make_professional(LevelName.ORIENTATION_OFFICER).user


@pytest.fixture(scope="module")
def unit(lasting):
    return make_unit()


@pytest.fixture(scope="module")
def manager(unit):
    return make_professional(LevelName.UNIT_MANAGER, unit=unit).user


@pytest.fixture
def browser(officer):
    return signed_in(officer)
