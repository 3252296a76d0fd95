"""A case of an adviser, its manager and its linked person, for tests of answers.

Tests of another side have their own.
"""

import pytest

from portal.accounts.level_names import LevelName as L
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
)


@pytest.fixture
def adviser():
    return make_professional(first_name="Inès", last_name="Roy")


@pytest.fixture
def manager(adviser):
    return make_professional(L.UNIT_MANAGER, unit=adviser.unit)


@pytest.fixture
def case(adviser):
    return make_beneficiary(adviser, birth_name="Vauthier", household=make_household())


@pytest.fixture
def person(case):
    found = person_with(L.CANDIDATE, email="eloise@exemple.test")
    link_account(case, found)
    return found
