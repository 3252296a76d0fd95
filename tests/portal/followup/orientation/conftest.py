"""A case with its referent, and those who decide about it; others who must not."""

from copy import deepcopy
from types import SimpleNamespace

import pytest

from portal.accounts.level_names import LevelName
from portal.followup.models import Path
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import (
    department,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)
from tests.states import of_a_module


@pytest.fixture(scope="module")
def world_of_the_module(request):
    return of_a_module(request, make_world)


@pytest.fixture
def world(world_of_the_module, db):
    return deepcopy(world_of_the_module) or make_world()


def make_world():
    """A case, followed by `referent`.

    `colleague` is of the same unit and structure, `partner` of another structure, `stranger` of
    another unit.
    """
    unit, other_unit = make_unit(), make_unit()
    partner_structure = OrganisationFactory(
        kind=Organisation.Kind.ASSOCIATION, name="Passerelle emploi"
    )
    referent = make_professional(unit=unit)
    case = make_beneficiary(referent)
    orientation = orient(case, path=Path.SOCIAL)
    return SimpleNamespace(
        unit=unit,
        other_unit=other_unit,
        structure=department(),
        partner_structure=partner_structure,
        referent=referent,
        colleague=make_professional(unit=unit),
        partner=make_professional(unit=other_unit, structure=partner_structure),
        stranger=make_professional(unit=other_unit),
        manager=make_professional(LevelName.UNIT_MANAGER, unit=unit),
        other_manager=make_professional(LevelName.UNIT_MANAGER, unit=other_unit),
        officer=make_professional(LevelName.ORIENTATION_OFFICER, unit=other_unit),
        administrator=person_with(LevelName.RIGHTS_ADMINISTRATOR),
        candidate=UserFactory(),
        case=case,
        orientation=orientation,
    )
