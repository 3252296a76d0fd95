"""An invitation gives what it says, once, in its week, to its address."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, GrantProposal, Invitation, LevelGrant, Membership
from portal.accounts.services.grants import end_grant
from portal.accounts.services.invitations import (
    accept_invitation,
    find_invitation,
    invite_to_level,
    invite_to_organisation,
    revoke_invitation,
)
from portal.accounts.services.memberships import add_member, end_membership
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import approve, give, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    user = person_with(LevelName.RIGHTS_ADMINISTRATOR, first_name="Nadia", last_name="Roussel")
    person_with(LevelName.RIGHTS_ADMINISTRATOR)
    return user


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Bois de l’Est")


@pytest.fixture
def manager(organisation):
    user = UserFactory()
    add_member(organisation=organisation, user=user, role=Membership.Role.MEMBER, actor=Actor(user))
    return user


def to_level(administrator, email="lea.martin@exemple.test", **fields):
    values = {"level": LevelName.ADVISER, "reason": "Recrutée le 1er juin", **fields}
    return invite_to_level(email=email, actor=Actor(administrator), **values)


def token_of(invitation):
    """The secret, which the mail alone has."""
    body = Email.objects.filter(to=invitation.email).latest("pk").message
    return re.search(r"/invitation/([\w-]+)/", body).group(1)


def test_the_link_of_the_mail_opens_the_invitation_and_the_table_cannot_make_it(administrator):
    invitation = to_level(administrator, email=" Lea.Martin@Exemple.test ")
    token = token_of(invitation)
    assert find_invitation(token) == invitation
    assert invitation.email == "lea.martin@exemple.test"
    assert token not in invitation.token_hash
    message = Email.objects.get()
    assert "Nadia Roussel" in message.subject
    assert "Conseiller·ère RSA" in message.message


def test_an_accepted_invitation_gives_the_level_once(administrator):
    invitation = to_level(administrator, ends_on=timezone.localdate() + timedelta(days=90))
    token = token_of(invitation)
    person = UserFactory(email="lea.martin@exemple.test")
    accept_invitation(invitation=invitation, user=person)
    grant = approve(GrantProposal.objects.get(user=person))
    assert (grant.level, grant.granted_by) == (LevelName.ADVISER, administrator)
    assert grant.ends_on == timezone.localdate() + timedelta(days=90)
    with pytest.raises(AccountError, match="déjà servi"):
        find_invitation(token)
    with pytest.raises(AccountError, match="plus valable"):
        accept_invitation(invitation=invitation, user=person)
    assert AuditEntry.objects.filter(action="invitation_accepted", subject=person).count() == 1


def test_somebody_else_cannot_use_it(administrator):
    invitation = to_level(administrator)
    with pytest.raises(AccountError, match=r"lea\.martin@exemple\.test"):
        accept_invitation(invitation=invitation, user=UserFactory())
    assert not LevelGrant.objects.filter(level=LevelName.ADVISER).exists()
    invitation.refresh_from_db()
    assert invitation.is_pending


def test_forged_old_and_revoked_links_say_why(administrator):
    with pytest.raises(AccountError, match="n’existe pas"):
        find_invitation("forged")
    old = to_level(administrator, email="vieux@exemple.test")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    with pytest.raises(AccountError, match="n’est plus valable"):
        find_invitation(token_of(old))
    revoked = to_level(administrator)
    revoke_invitation(invitation=revoked, actor=Actor(administrator))
    with pytest.raises(AccountError, match="annulée"):
        find_invitation(token_of(revoked))
    with pytest.raises(AccountError, match="ne fonctionne déjà plus"):
        revoke_invitation(invitation=revoked, actor=Actor(administrator))


def test_inviting_again_leaves_one_link_that_works(administrator):
    first = to_level(administrator)
    token = token_of(first)
    second = to_level(administrator)
    assert list(Invitation.objects.pending()) == [second]
    with pytest.raises(AccountError, match="annulée"):
        find_invitation(token)


def test_an_invitation_dies_with_the_right_of_who_sent_it(administrator, organisation, manager):
    level = to_level(administrator)
    place = invite_to_organisation(
        email="paul@exemple.test",
        organisation=organisation,
        role=Membership.Role.MEMBER,
        actor=Actor(manager),
    )
    add_member(
        organisation=organisation,
        user=UserFactory(),
        role=Membership.Role.MANAGER,
        actor=Actor(manager),
    )
    end_grant(grant=administrator.grants.get(), reason="Départ", actor=Actor(administrator))
    membership = Membership.objects.get(user=manager)
    end_membership(membership=membership, reason="", actor=Actor(manager))
    for invitation in (level, place):
        person = UserFactory(email=invitation.email)
        with pytest.raises(AccountError, match="ne peut plus inviter"):
            accept_invitation(invitation=invitation, user=person)
        assert not person.levels


def test_an_invitation_to_a_level_that_conflicts_changes_nothing(administrator):
    person = UserFactory(email="lea.martin@exemple.test")
    give(person, LevelName.UNIT_MANAGER, by=administrator)
    invitation = to_level(administrator, level=LevelName.RIGHTS_ADMINISTRATOR)
    with pytest.raises(AccountError, match="ne va jamais avec"):
        accept_invitation(invitation=invitation, user=person)
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert person.grants.active().count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "pas une adresse"}, "e-mail"),
        ({"email": ""}, "vide"),
        ({"reason": " "}, "Dites pourquoi"),
        ({"level": "emperor"}, "emperor"),
        ({"level": "organisation_manager"}, "organisation"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "déjà passé"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_not_sent(administrator, fields, message):
    with pytest.raises(AccountError, match=message):
        to_level(administrator, **fields)
    assert not Invitation.objects.exists()
    assert not Email.objects.exists()


def test_a_member_is_not_invited_again(organisation, manager):
    with pytest.raises(AccountError, match="déjà dans"):
        invite_to_organisation(
            email=manager.email.upper(),
            organisation=organisation,
            role=Membership.Role.MEMBER,
            actor=Actor(manager),
        )
