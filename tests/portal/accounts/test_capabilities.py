"""The registry says what the design decided, and no superuser goes around it."""

import pytest

from portal.accounts.capabilities import CAPABILITIES, MANAGE_RIGHTS, has_capability
from portal.accounts.capability import Area
from portal.accounts.level_names import ON_CASES, LevelName
from portal.accounts.rules import can_manage_organisation, can_propose_for
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with

RIGHTS = LevelName.RIGHTS_ADMINISTRATOR


def held_by(level):
    return {capability.name for capability in CAPABILITIES if capability.reach(level)}


def test_who_gives_rights_holds_nothing_on_cases_cvs_or_candidates():
    held = held_by(RIGHTS)
    assert "accounts.manage_rights" in held
    closed = {
        capability.name
        for capability in CAPABILITIES
        if capability.area in (Area.CASES, Area.CANDIDATES) or capability.name.startswith("cv.")
    }
    assert len(closed) > 8
    assert held & closed == set()


def test_nobody_but_the_administration_gives_rights_and_nobody_on_cases_moderates():
    holders = {level for level in LevelName if MANAGE_RIGHTS.reach(level)}
    assert holders == {RIGHTS}
    for level in ON_CASES:
        assert "opportunities.moderate" not in held_by(level)


def test_each_capability_is_named_once_and_has_a_label():
    names = [capability.name for capability in CAPABILITIES]
    assert len(set(names)) == len(names)
    assert all(capability.label and capability.holders for capability in CAPABILITIES)


@pytest.mark.django_db
def test_a_superuser_and_a_closed_account_hold_nothing():
    superuser = UserFactory(superuser=True)
    closed = person_with(RIGHTS)
    closed.is_active = False
    organisation = OrganisationFactory()
    for person in (superuser, closed):
        assert not has_capability(person, MANAGE_RIGHTS)
        assert can_manage_organisation(person, organisation) is False
        assert can_propose_for(person, organisation) is False
