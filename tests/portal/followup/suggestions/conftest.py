"""A referent and their browser."""

import pytest

from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import make_professional
from tests.portal.followup.suggestions.proposals import make_case


@pytest.fixture(scope="module")
def referent(lasting):
    return make_professional()


@pytest.fixture(scope="module")
def browser(referent):
    return signed_in(referent.user)


@pytest.fixture
def case(referent):
    return make_case(referent)
