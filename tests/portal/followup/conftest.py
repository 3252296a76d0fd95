"""What the tests of the locks share."""

import pytest

from tests.portal.followup.every_row import make_every_row
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
)


@pytest.fixture
def full(db):
    """One case with a row in every table, and who follows it."""
    referent = make_professional()
    case = make_beneficiary(referent, household=make_household())
    make_every_row(case, referent)
    return case, referent
