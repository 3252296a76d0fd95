"""A right that ended after the screen asked for it acts no more; two who accept are one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import Invitation, LevelGrant, Membership, User
from portal.accounts.services.grants import end_grant
from portal.accounts.services.invitations import (
    MAX_A_DAY,
    accept_invitation,
    invite_to_organisation,
    open_account,
    revoke_invitation,
    send_again,
)
from portal.accounts.services.memberships import add_member, change_role, end_membership
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import MANAGER, MEMBER, first_administrator, join, person_with
from tests.portal.accounts.test_races import outcomes_of
from tests.races import ROUNDS


def invite(organisation, actor, email="ines@exemple.test"):
    return invite_to_organisation(
        email=email, organisation=organisation, role=MEMBER, actor=Actor(actor)
    )


def actions_on(organisation, colleague, invitation, actor):
    return (
        lambda: end_membership(membership=colleague, reason="Forgé", actor=Actor(actor)),
        lambda: change_role(membership=colleague, role=MANAGER, actor=Actor(actor)),
        lambda: invite(organisation, actor, "autre@exemple.test"),
        lambda: send_again(invitation=invitation, actor=Actor(actor)),
        lambda: revoke_invitation(invitation=invitation, actor=Actor(actor)),
    )


@pytest.mark.django_db
def test_who_does_not_manage_the_organisation_changes_nobody():
    organisation, other = OrganisationFactory(), OrganisationFactory()
    manager, colleague, stays = join(organisation).user, join(organisation), join(organisation)
    join(other, MANAGER)
    add_member(organisation=other, user=manager, role=MEMBER, actor=SITE)
    invitation = invite(organisation, manager)
    people = (colleague.user, join(other, MANAGER).user, person_with(LevelName.ADVISER))
    for actor in people:
        for act in actions_on(organisation, stays, invitation, actor):
            with pytest.raises(AccountError, match="ne gérez plus"):
                act()
    assert Membership.objects.active().filter(organisation=organisation).count() == 3
    assert list(Invitation.objects.pending()) == [invitation]


@pytest.mark.django_db
def test_an_officer_whose_level_has_just_ended_changes_nobody():
    organisation = OrganisationFactory()
    manager, colleague = join(organisation).user, join(organisation)
    invitation = invite(organisation, manager)
    officer = person_with(LevelName.EMPLOYMENT_OFFICER)
    # The request of the officer has read its levels.
    assert officer.levels
    grant = LevelGrant.objects.select_related("user").get(user=officer)
    end_grant(grant=grant, reason="Départ", actor=Actor(first_administrator()))
    for act in actions_on(organisation, colleague, invitation, officer):
        with pytest.raises(AccountError, match="ne gérez plus"):
            act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ROUNDS)
def test_two_managers_who_remove_each_other_one_stays(round_):
    organisation = OrganisationFactory()
    first, second = join(organisation), join(organisation, MANAGER)
    join(organisation, MANAGER)

    def remove(membership, by):
        found = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
        actor = Actor(User.objects.get(pk=by.user_id))
        return lambda: end_membership(membership=found, reason="Départ", actor=actor)

    assert outcomes_of(remove(first, second), remove(second, first)) == ["done", "refused"]
    assert Membership.objects.managers().filter(organisation=organisation).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ROUNDS)
def test_an_invitation_accepted_twice_at_once_opens_one_account(round_):
    organisation = OrganisationFactory()
    invitation = invite(organisation, join(organisation).user)

    def accept():
        found = Invitation.objects.get(pk=invitation.pk)
        return lambda: open_account(
            invitation=found, first_name="Inès", last_name="Petit", password="assez-longue-phrase"
        )

    assert outcomes_of(accept(), accept()) == ["done", "refused"]
    assert User.objects.filter(email="ines@exemple.test").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", ROUNDS)
def test_an_invitation_accepted_and_sent_again_at_once_never_waits_for_itself(round_):
    organisation = OrganisationFactory()
    manager = join(organisation).user
    invitation, person = invite(organisation, manager), UserFactory(email="ines@exemple.test")
    found, again = (Invitation.objects.get(pk=invitation.pk) for _ in range(2))
    outcomes = outcomes_of(
        lambda: accept_invitation(invitation=found, user=person),
        lambda: send_again(invitation=again, actor=Actor(manager)),
    )
    assert outcomes == ["done", "refused"]


@pytest.mark.django_db
def test_an_organisation_does_not_write_to_everybody():
    organisation = OrganisationFactory()
    manager = join(organisation).user
    for number in range(MAX_A_DAY):
        invite(organisation, manager, f"{number % 2}@exemple.test")
    with pytest.raises(AccountError, match="réessayez demain"):
        invite(organisation, manager, "autre@exemple.test")
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert invite(organisation, manager).pk


@pytest.mark.django_db
def test_an_administrator_whose_level_has_just_ended_takes_no_level_back():
    nadia, paul = (person_with(LevelName.RIGHTS_ADMINISTRATOR) for _ in range(2))
    sponsor = person_with(LevelName.SPONSOR)
    # The request of Paul has read his levels.
    assert paul.levels
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    paul.__dict__["_levels"] = frozenset({LevelName.RIGHTS_ADMINISTRATOR})
    for grant in (nadia.grants.get(), sponsor.grants.get()):
        with pytest.raises(AccountError, match="n’administrez plus"):
            end_grant(grant=grant, reason="Forgé", actor=Actor(paul))
        grant.refresh_from_db()
        assert grant.is_active
