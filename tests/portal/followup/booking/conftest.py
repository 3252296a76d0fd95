"""An adviser whose diary has hours, and a person who is invited to choose one."""

import pytest

from tests.portal.followup.booking.diaries import invite, make_case, open_diary
from tests.portal.followup.people_of_the_area import make_professional


@pytest.fixture(scope="module")
def adviser(lasting):
    professional = make_professional(first_name="Camille", last_name="Bernard")
    open_diary(professional)
    return professional


@pytest.fixture
def invited(adviser):
    case = make_case(adviser)
    return case, invite(case, adviser)
