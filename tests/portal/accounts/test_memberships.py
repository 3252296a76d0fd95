"""An organisation keeps a manager, whoever leaves and however many leave at once."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from portal.accounts.actors import SITE, Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Membership
from portal.accounts.rules import can_manage_organisation, can_propose_for
from portal.accounts.services.memberships import add_member, change_role, end_membership
from tests.factories import OrganisationFactory, UserFactory

MEMBER, MANAGER = Membership.Role.MEMBER, Membership.Role.MANAGER


def join(organisation, role=MEMBER):
    user = UserFactory()
    return add_member(organisation=organisation, user=user, role=role, actor=SITE)


@pytest.mark.django_db
def test_the_first_member_manages_and_levels_follow_memberships():
    organisation = OrganisationFactory()
    first, second = join(organisation), join(organisation)
    assert (first.role, second.role) == (MANAGER, MEMBER)
    member = frozenset({LevelName.ORGANISATION_MEMBER})
    assert first.user.levels == member | {LevelName.ORGANISATION_MANAGER}
    assert second.user.levels == member
    end_membership(membership=second, reason="Départ", actor=Actor(first.user))
    second.user.refresh_from_db()
    assert second.user.levels == frozenset()
    assert AuditEntry.objects.get(action="member_left").organisation == organisation


@pytest.mark.django_db
def test_rights_stop_at_the_organisation():
    mine, theirs = OrganisationFactory(), OrganisationFactory()
    manager, colleague = join(mine).user, join(mine).user
    join(theirs)
    assert can_manage_organisation(manager, mine)
    assert can_propose_for(colleague, mine)
    assert not can_manage_organisation(colleague, mine)
    assert not can_manage_organisation(manager, theirs)
    assert not can_propose_for(manager, theirs)
    assert not can_manage_organisation(manager, None)


@pytest.mark.django_db
def test_a_manager_of_one_who_is_a_member_of_another_manages_the_first_alone():
    mine, theirs = OrganisationFactory(), OrganisationFactory()
    person = join(mine).user
    join(theirs)
    add_member(organisation=theirs, user=person, role=MEMBER, actor=SITE)
    assert can_manage_organisation(person, mine)
    assert not can_manage_organisation(person, theirs)


@pytest.mark.django_db
def test_the_last_manager_stays_while_there_are_members():
    organisation = OrganisationFactory()
    manager, member = join(organisation), join(organisation)
    with pytest.raises(AccountError, match="dernière personne"):
        end_membership(membership=manager, reason="", actor=Actor(manager.user))
    with pytest.raises(AccountError, match="dernière personne"):
        change_role(membership=manager, role=MEMBER, actor=Actor(manager.user))
    change_role(membership=member, role=MANAGER, actor=Actor(manager.user))
    end_membership(membership=manager, reason="", actor=Actor(manager.user))
    with pytest.raises(AccountError, match="déjà plus"):
        end_membership(membership=manager, reason="", actor=Actor(member.user))


@pytest.mark.django_db
def test_the_only_person_may_leave():
    only = join(OrganisationFactory())
    end_membership(membership=only, reason="", actor=Actor(only.user))
    assert not Membership.objects.active().exists()


@pytest.mark.django_db
def test_somebody_joins_once():
    member = join(OrganisationFactory())
    with pytest.raises(AccountError, match="déjà dans"):
        add_member(
            organisation=member.organisation, user=member.user, role=MEMBER, actor=Actor(None)
        )


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_keeps_a_manager():
    organisation = OrganisationFactory()
    manager = join(organisation)
    join(organisation)
    with pytest.raises(IntegrityError, match="garde toujours un gestionnaire"):
        Membership.objects.filter(pk=manager.pk).update(role=MEMBER)


@pytest.mark.django_db(transaction=True)
def test_two_managers_cannot_leave_at_once():
    organisation = OrganisationFactory()
    first, second = join(organisation), join(organisation, MANAGER)
    join(organisation)
    both_have_read = threading.Barrier(2, timeout=20)
    outcomes = []

    def leave(membership):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # The rows alone, as a careless caller would: the trigger is what holds.
                cursor.execute("SELECT count(*) FROM accounts_membership WHERE role = 'manager'")
                both_have_read.wait()
                cursor.execute(
                    "UPDATE accounts_membership SET ended_at = now() WHERE id = %s",
                    [membership.pk],
                )
            outcomes.append("left")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=leave, args=[row]) for row in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["left", "refused"]
    assert Membership.objects.managers().filter(organisation=organisation).count() == 1
