"""A case and its referent, as whom services act and screens are opened."""

import pytest

from portal.accounts.actors import Actor
from portal.followup.rows.scope import acting_as
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional


@pytest.fixture(scope="module")
def referent(lasting):
    return make_professional()


@pytest.fixture
def actor(referent):
    """The referent, in their own scope."""
    with acting_as(referent.user):
        yield Actor(referent.user)


@pytest.fixture(scope="module")
def browser(referent):
    return signed_in(referent.user)


@pytest.fixture
def case(referent):
    return make_beneficiary(referent)
