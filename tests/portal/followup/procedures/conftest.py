"""A unit with a referent and a manager, a case; somebody of a delegated body."""

from copy import deepcopy
from types import SimpleNamespace

import pytest

from portal.accounts.level_names import LevelName as L
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
)
from tests.states import of_a_module


@pytest.fixture(scope="module")
def cast_of_the_module(request):
    return of_a_module(request, make_cast)


@pytest.fixture
def cast(cast_of_the_module, db):
    return deepcopy(cast_of_the_module) or make_cast()


def make_cast():
    """`delegated` is the referent of `theirs`: same unit, another employer."""
    unit = make_unit()
    referent = make_professional(unit=unit)
    delegated = make_professional(unit=unit, structure=OrganisationFactory())
    case = make_beneficiary(referent, household=make_household())
    orient(case)
    return SimpleNamespace(
        unit=unit,
        referent=referent,
        delegated=delegated,
        manager=make_professional(L.UNIT_MANAGER, unit=unit),
        colleague=make_professional(L.UNIT_MANAGER, unit=unit),
        answers=person_with(L.APPEAL_OFFICER),
        case=case,
        theirs=make_beneficiary(delegated, household=make_household()),
    )
