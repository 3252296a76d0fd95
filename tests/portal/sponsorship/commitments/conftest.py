"""An association, its member, a person whom it accepted."""

import pytest

from tests.portal.sponsorship.commitments import volunteers
from tests.states import fresh


@pytest.fixture(scope="module")
def made(lasting):
    """(association, who manages it, a person with an account, their commitment)."""
    organisation, member = volunteers.association()
    person = volunteers.candidate()
    return organisation, member, person, volunteers.committed(organisation, person)


@pytest.fixture
def organisation(made):
    return made[0]


@pytest.fixture
def member(made):
    return made[1]


@pytest.fixture
def person(made):
    return made[2]


@pytest.fixture
def commitment(made):
    return fresh(made[3])
