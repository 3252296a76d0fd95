"""What is asked of one person and what is asked of everybody agree, for people of every kind."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.capabilities import (
    CAPABILITIES,
    HELP_CV,
    MANAGE_RIGHTS,
    MODERATE,
    OWN_ACCOUNT,
    PROPOSE,
    READ,
    VERIFY_ORGANISATIONS,
    has_capability,
    holds_everywhere,
)
from portal.accounts.holders import agents_who_may, may, may_as_agent, people_who_may
from portal.accounts.level_names import OF_AN_ORGANISATION, LevelName
from portal.accounts.levels import reviewers
from portal.accounts.models import LevelGrant, Membership, User
from portal.accounts.services.grants import end_expired_grants, end_grant, sync_groups
from portal.accounts.services.memberships import end_membership
from portal.accounts.services.reviews import administrators
from portal.organisations.services.common import officers
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
L = LevelName
MEMBER, MANAGER = L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER


def hold(user: User, level: str, **fields) -> User:
    """Give a level without the ways of giving it, which are long and tried elsewhere."""
    if level in OF_AN_ORGANISATION:
        organisation = OrganisationFactory()
        belong(UserFactory(), MANAGER, organisation)
        return belong(user, level, organisation)
    granter = User.objects.exclude(pk=user.pk)[0]
    LevelGrant.objects.create(user=user, level=level, reason="Essai", granted_by=granter, **fields)
    sync_groups(user)
    return user


def belong(user: User, level: str, organisation: Organisation) -> User:
    """The same for an organisation."""
    role = Membership.Role.MANAGER if level == MANAGER else Membership.Role.MEMBER
    Membership.objects.create(user=user, organisation=organisation, role=role, created_by=user)
    sync_groups(user)
    return user


def end(user: User) -> None:
    """Take every level back, as the job and the services do."""
    for grant in user.grants.active():
        end_grant(grant=grant, reason="Mutation", actor=SITE)
    for membership in user.memberships.active():
        end_membership(membership=membership, reason="Départ", actor=Actor(user))


def people():
    """Of every level: those who have it, whose account is closed, whose level has ended."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for level in LevelName:
        yield hold(UserFactory(), level)
        yield hold(UserFactory(is_active=False), level)
        if level not in OF_AN_ORGANISATION:
            end(hold(UserFactory(), level))
            hold(UserFactory(), level, ends_on=yesterday)
    end_expired_grants()
    yield hold(hold(UserFactory(), L.COMMUNICATION), L.EMPLOYMENT_OFFICER)


def members():
    """Of organisations of each kind and state: managers, members with another level, who left."""
    now = timezone.now()
    suspended = {"suspended_at": now, "suspended_by": UserFactory(), "suspension_reason": "Non"}
    states = ({"verified_at": now}, {"verified_at": None}, {"verified_at": now, **suspended})
    for kind in Organisation.Kind:
        for state in states:
            organisation = OrganisationFactory(kind=kind, **state)
            for level in (MANAGER, MEMBER):
                yield belong(UserFactory(), level, organisation)
            for level in (L.CANDIDATE, L.ADVISER):
                yield hold(belong(UserFactory(), MEMBER, organisation), level)
            end(belong(UserFactory(), MEMBER, organisation))


@pytest.fixture(scope="module")
def population(lasting):
    """The users of the database, made once."""
    UserFactory()
    UserFactory(superuser=True)
    made = [*people(), *members()]
    assert len(made) > 50
    return list(User.objects.all())


def fresh(population) -> list[User]:
    """The people as a request reads them."""
    return list(User.objects.filter(pk__in=[user.pk for user in population]))


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda item: item.name)
def test_who_may_is_everybody_who_may(population, capability):
    people = fresh(population)
    found = list(people_who_may(capability))
    assert len(found) == len(set(found)), "somebody is told twice"
    assert set(found) == {user for user in people if may(user, capability)}
    agents = set(agents_who_may(capability))
    assert agents == {user for user in people if may_as_agent(user, capability)}
    assert agents <= set(found)
    # Whoever may has the level that opens the screens.
    assert all(has_capability(user, capability) for user in found)


def test_permissions_of_django_and_capabilities_agree(population):
    given = [item for item in CAPABILITIES if item.cms]
    for user in fresh(population):
        if user.is_superuser:
            continue
        held = {
            permission
            for item in given
            if holds_everywhere(user, item)
            for permission in item.cms.permissions
        }
        asked = {permission for item in given for permission in item.cms.permissions}
        assert {name for name in asked if user.has_perm(name)} == held
        assert user.has_perm("wagtailadmin.access_admin") is bool(held)


def test_lists_of_people_are_those_who_may(population):
    assert set(officers()) == set(people_who_may(VERIFY_ORGANISATIONS)) != set()
    assert set(administrators()) == set(people_who_may(MANAGE_RIGHTS)) != set()
    grants = LevelGrant.objects.administrators()
    assert {grant.user for grant in grants} == set(administrators())
    in_groups = User.objects.filter(is_active=True, groups__in=reviewers())
    assert set(in_groups) == set(people_who_may(MODERATE)) != set()


def test_only_members_of_a_verified_partner_help_through_their_organisation(population):
    through = set(people_who_may(HELP_CV)) - set(agents_who_may(HELP_CV))
    memberships = Membership.objects.active().filter(user__in=through)
    assert {row.organisation.kind for row in memberships} == {"employment_partner"}
    assert all(row.organisation.verified_at for row in memberships.select_related("organisation"))
    assert not memberships.filter(organisation__suspended_at__isnull=False).exists()
    # The manager, the member, and who is a candidate too: advisers help without it.
    assert len(through) == 3


def test_what_is_everybody_s_needs_no_level():
    nobody, superuser = UserFactory(), UserFactory(superuser=True)
    closed = UserFactory(is_active=False)
    for capability in (READ, OWN_ACCOUNT):
        assert may(nobody, capability)
        assert may(superuser, capability)
        assert not may(closed, capability)
    assert may(AnonymousUser(), READ)
    assert not may(AnonymousUser(), OWN_ACCOUNT)
    assert not may(AnonymousUser(), PROPOSE)


def test_a_group_that_is_no_level_gives_nothing():
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Stagiaires"))
    assert [item.name for item in CAPABILITIES if may(user, item)] == [READ.name, OWN_ACCOUNT.name]
