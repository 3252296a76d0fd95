"""Nobody gives themselves a level; two administrators agree on what gives rights or opens cases."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.accounts.capabilities import needs_two
from portal.accounts.errors import AccountError
from portal.accounts.jobs import end_expired_grants
from portal.accounts.level_names import ON_CASES, LevelName
from portal.accounts.models import (
    AuditEntry,
    GrantProposal,
    Invitation,
    JoinRequest,
    LevelGrant,
    Membership,
    User,
)
from portal.accounts.services.grants import confirm_grant, end_grant, grant_level
from portal.accounts.services.invitations import (
    accept_invitation,
    invite_to_level,
    invite_to_organisation,
    open_account,
    revoke_invitation,
)
from portal.accounts.services.memberships import add_member, change_role
from portal.accounts.services.people import deactivate_account, reactivate_account
from portal.accounts.services.proposals import (
    approve_proposal,
    give_level,
    refuse_proposal,
    withdraw_proposal,
)
from portal.accounts.services.second_factor import reset_second_factor
from portal.accounts.services.sessions import sign_out_everywhere
from portal.organisations.services.joining import accept_join
from portal.personal_data import services as personal_data
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import MANAGER, MEMBER, join, officer, person_with

pytestmark = pytest.mark.django_db
FOR_TWO = sorted({LevelName.RIGHTS_ADMINISTRATOR, *ON_CASES})
REASON = "Recrutée"


@pytest.fixture
def nadia():
    return person_with(
        LevelName.RIGHTS_ADMINISTRATOR, first_name="Nadia", email="nadia@exemple.test"
    )


@pytest.fixture
def paul(nadia):
    return person_with(LevelName.RIGHTS_ADMINISTRATOR, first_name="Paul", email="paul@exemple.test")


@pytest.fixture
def lea():
    return UserFactory(first_name="Léa", last_name="Martin", email="lea@exemple.test")


@pytest.fixture
def proposal(nadia, paul, lea):
    Email.objects.all().delete()
    return propose(lea, nadia)


def propose(user, by, level=LevelName.ADVISER, **fields):
    return give_level(user=user, level=level, reason=REASON, actor=Actor(by), **fields)


def told(user):
    return [mail.subject for mail in Email.objects.filter(to=user.email).order_by("pk")]


def test_the_levels_of_two_come_from_the_capabilities():
    assert {level for level in LevelName if needs_two(level)} == set(FOR_TWO)


@pytest.mark.parametrize("level", FOR_TWO)
def test_one_administrator_gives_alone_two_agree(nadia, level):
    alone = propose(UserFactory(), nadia, level)
    assert isinstance(alone, LevelGrant)
    if level != LevelName.RIGHTS_ADMINISTRATOR:
        person_with(LevelName.RIGHTS_ADMINISTRATOR)
    person = UserFactory()
    assert isinstance(propose(person, nadia, level), GrantProposal)
    assert not person.levels
    assert not person.grants.exists()
    with pytest.raises(AccountError, match="collègue valide"):
        grant_level(user=person, level=level, reason=REASON, actor=Actor(nadia))


def test_other_levels_need_nobody_else(nadia, paul, lea):
    assert isinstance(propose(lea, nadia, LevelName.COMMUNICATION), LevelGrant)
    assert lea.levels == {LevelName.COMMUNICATION}


def test_who_proposed_and_left_is_told_nothing(nadia, paul, lea, proposal):
    deactivate_account(user=nadia, reason="Départ", actor=Actor(paul))
    Email.objects.all().delete()
    refuse_proposal(proposal=proposal, reason="Trop tôt", actor=Actor(paul))
    assert told(nadia) == []


def test_a_proposal_is_told_approved_logged_and_told_again(nadia, paul, lea, proposal):
    assert told(paul) == ["Un niveau à valider sur Déclic"]
    assert told(nadia) == told(lea) == []
    grant = approve_proposal(proposal=proposal, actor=Actor(paul, "192.0.2.9"))
    assert (grant.granted_by, grant.approved_by, grant.reason) == (nadia, paul, REASON)
    assert User.objects.get(pk=lea.pk).levels == {LevelName.ADVISER}
    assert told(lea) == ["Votre niveau «\u00a0Conseiller·ère RSA\u00a0» est ouvert sur Déclic"]
    lines = AuditEntry.objects.filter(subject=lea).order_by("pk")
    assert list(lines.values_list("action", "actor", "address")) == [
        ("level_proposed", nadia.pk, ""),
        ("level_granted", nadia.pk, ""),
        ("level_approved", paul.pk, "192.0.2.9"),
    ]


def test_nobody_approves_or_refuses_what_they_proposed(nadia, paul, proposal):
    with pytest.raises(AccountError, match="collègue valide"):
        approve_proposal(proposal=proposal, actor=Actor(nadia))
    with pytest.raises(AccountError, match="la retirer"):
        refuse_proposal(proposal=proposal, reason="Erreur", actor=Actor(nadia))
    with pytest.raises(AccountError, match="Seule la personne"):
        withdraw_proposal(proposal=proposal, actor=Actor(paul))
    withdraw_proposal(proposal=proposal, actor=Actor(nadia))
    with pytest.raises(AccountError, match="déjà une réponse\u00a0: retirée par Nadia"):
        approve_proposal(proposal=proposal, actor=Actor(paul))
    assert not proposal.user.grants.exists()


def test_a_refusal_has_a_reason_which_its_author_reads(nadia, paul, lea, proposal):
    with pytest.raises(AccountError, match="Dites pourquoi"):
        refuse_proposal(proposal=proposal, reason=" ", actor=Actor(paul))
    refuse_proposal(proposal=proposal, reason="Contrat non signé", actor=Actor(paul))
    assert told(nadia) == ["Le niveau proposé à Léa Martin est refusé"]
    assert "Contrat non signé" in Email.objects.get(to=nadia.email).message
    assert not lea.grants.exists()
    assert AuditEntry.objects.get(action="proposal_refused").reason == "Contrat non signé"
    assert propose(lea, paul).pk, "it may be proposed again"


def test_a_proposal_without_answer_closes_and_its_author_is_told(nadia, paul, lea, proposal):
    end_expired_grants(0)
    assert GrantProposal.objects.waiting().exists()
    GrantProposal.objects.update(expires_at=timezone.now())
    with pytest.raises(AccountError, match="trop ancienne"):
        approve_proposal(proposal=proposal, actor=Actor(paul))
    end_expired_grants(0)
    end_expired_grants(0)
    assert told(nadia) == ["Le niveau proposé à Léa Martin est resté sans réponse"]
    assert AuditEntry.objects.filter(action="proposal_expired").count() == 1
    with pytest.raises(AccountError, match="sans réponse"):
        approve_proposal(proposal=proposal, actor=Actor(paul))


def test_a_level_waits_once(nadia, paul, lea, proposal):
    with pytest.raises(AccountError, match="attend déjà"):
        propose(lea, paul)
    assert propose(lea, paul, LevelName.UNIT_MANAGER).pk


def test_what_makes_no_sense_is_not_proposed(nadia, paul, lea):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(AccountError, match="déjà passé"):
        propose(lea, nadia, ends_on=yesterday)
    deactivate_account(user=lea, reason="Départ", actor=Actor(nadia))
    lea.refresh_from_db()
    with pytest.raises(AccountError, match="désactivé"):
        propose(lea, nadia)
    assert not GrantProposal.objects.exists()


def test_the_right_of_both_is_asked_when_it_is_approved(nadia, paul, proposal):
    marc = person_with(LevelName.RIGHTS_ADMINISTRATOR)
    # The request of Paul has read his levels.
    assert paul.levels
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(marc))
    with pytest.raises(AccountError, match="n’administrez plus"):
        approve_proposal(proposal=proposal, actor=Actor(paul))
    end_grant(grant=nadia.grants.get(), reason="Départ", actor=Actor(marc))
    with pytest.raises(AccountError, match="n’administre plus"):
        approve_proposal(proposal=proposal, actor=Actor(marc))
    refuse_proposal(proposal=proposal, reason="Départ de Nadia", actor=Actor(marc))


def test_who_stays_alone_gives_and_the_proposal_is_closed(nadia, paul, lea, proposal):
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    with pytest.raises(AccountError, match="collègue valide"):
        approve_proposal(proposal=proposal, actor=Actor(nadia))
    assert isinstance(propose(lea, nadia), LevelGrant)
    proposal.refresh_from_db()
    assert proposal.outcome == GrantProposal.Outcome.WITHDRAWN


@pytest.mark.parametrize("close", ["end", "deactivate"])
def test_an_administrator_who_is_removed_and_those_who_stay_are_told(nadia, paul, close):
    marc = person_with(LevelName.RIGHTS_ADMINISTRATOR)
    Email.objects.all().delete()
    if close == "end":
        end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    else:
        deactivate_account(user=paul, reason="Départ", actor=Actor(nadia))
    subject = f"{paul} n’administre plus les droits de Déclic"
    assert told(paul) == told(marc) == [subject]
    assert told(nadia) == []


def test_nothing_waits_for_somebody_who_is_erased(nadia, paul, lea, proposal):
    User.objects.filter(pk=lea.pk).update(erasure_due_on=timezone.localdate())
    personal_data.erase(user=lea)
    assert not GrantProposal.objects.waiting().exists()
    with pytest.raises(AccountError, match="déjà une réponse"):
        approve_proposal(proposal=proposal, actor=Actor(paul))


@pytest.mark.parametrize("level", [LevelName.SPONSOR, LevelName.COMMUNICATION])
def test_nobody_gives_themselves_a_level_alone_or_not(nadia, level):
    for _ in range(2):
        with pytest.raises(AccountError, match="Personne ne se donne"):
            propose(nadia, nadia, level)
        person_with(LevelName.RIGHTS_ADMINISTRATOR)
    assert nadia.levels == {LevelName.RIGHTS_ADMINISTRATOR}


def test_nobody_invites_their_own_address_nor_accepts_what_they_sent(nadia, paul):
    EmailAddress.objects.create(user=nadia, email="Nadia.Perso@exemple.test")
    for email in ("Nadia@exemple.test", " nadia.perso@exemple.test "):
        with pytest.raises(AccountError, match="votre adresse"):
            invite_to_level(email=email, level=LevelName.SPONSOR, reason=REASON, actor=Actor(nadia))
    organisation = join(OrganisationFactory()).organisation
    with pytest.raises(AccountError, match="votre adresse"):
        invite_to_organisation(
            email=nadia.email, organisation=organisation, role=MANAGER, actor=Actor(nadia)
        )
    # An address that she takes over once she has invited it.
    level = invite_to_level(
        email="future@exemple.test",
        level=LevelName.COMMUNICATION,
        reason=REASON,
        actor=Actor(nadia),
    )
    place = invite_to_organisation(
        email="future@exemple.test", organisation=organisation, role=MANAGER, actor=Actor(nadia)
    )
    User.objects.filter(pk=nadia.pk).update(email="future@exemple.test")
    nadia.refresh_from_db()
    for invitation in (level, place):
        with pytest.raises(AccountError, match="Vous avez envoyé"):
            accept_invitation(invitation=invitation, user=nadia)
    assert nadia.grants.active().count() == 1
    assert not nadia.memberships.exists()


def test_nobody_enters_or_rises_in_an_organisation_by_themselves(nadia):
    organisation, someone = OrganisationFactory(), officer()
    asked = JoinRequest.objects.create(user=someone, organisation=organisation)
    with pytest.raises(AccountError, match="C’est votre demande"):
        accept_join(join_request=asked, role=MANAGER, actor=Actor(someone))
    join(organisation)
    with pytest.raises(AccountError, match="vous fait entrer"):
        add_member(organisation=organisation, user=someone, role=MEMBER, actor=Actor(someone))
    membership = add_member(organisation=organisation, user=someone, role=MEMBER, actor=SITE)
    with pytest.raises(AccountError, match="vous donner ce rôle"):
        change_role(membership=membership, role=MANAGER, actor=Actor(someone))
    assert list(Membership.objects.filter(user=someone).values_list("role", flat=True)) == [MEMBER]


def test_nobody_prolongs_their_own_level(nadia, paul):
    for level in (LevelName.COMMUNICATION, LevelName.RIGHTS_ADMINISTRATOR):
        if level == LevelName.COMMUNICATION:
            grant_level(user=nadia, level=level, reason=REASON, actor=Actor(paul))
        with pytest.raises(AccountError, match="collègue confirme"):
            confirm_grant(grant=nadia.grants.get(level=level), actor=Actor(nadia))
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    with pytest.raises(AccountError, match="collègue confirme"):
        confirm_grant(grant=nadia.grants.get(level=LevelName.COMMUNICATION), actor=Actor(nadia))
    # A review leaves the last administrator anyway.
    confirm_grant(grant=nadia.grants.get(level=LevelName.RIGHTS_ADMINISTRATOR), actor=Actor(nadia))


def test_an_invitation_to_a_level_of_two_waits_for_the_second(nadia, paul):
    invitation = invite_to_level(
        email="ines@exemple.test", level=LevelName.ADVISER, reason=REASON, actor=Actor(nadia)
    )
    user = open_account(
        invitation=invitation, first_name="Inès", last_name="Colin", password="une-longue-phrase"
    )
    assert not user.levels
    waiting = GrantProposal.objects.get(user=user)
    assert (waiting.proposed_by, waiting.level) == (nadia, LevelName.ADVISER)
    with pytest.raises(AccountError, match="collègue valide"):
        approve_proposal(proposal=waiting, actor=Actor(nadia))
    approve_proposal(proposal=waiting, actor=Actor(paul))
    assert User.objects.get(pk=user.pk).levels == {LevelName.ADVISER}


def test_an_invitation_sent_while_alone_waits_too_once_there_are_two(nadia, lea):
    invitation = invite_to_level(
        email=lea.email, level=LevelName.ADVISER, reason=REASON, actor=Actor(nadia)
    )
    person_with(LevelName.RIGHTS_ADMINISTRATOR)
    accept_invitation(invitation=invitation, user=lea)
    assert not lea.grants.exists()
    assert GrantProposal.objects.waiting().filter(user=lea).exists()


def test_services_ask_for_the_right_themselves(nadia, lea):
    invitation = invite_to_level(
        email="ines@exemple.test", level=LevelName.SPONSOR, reason=REASON, actor=Actor(nadia)
    )
    grant = propose(lea, nadia, LevelName.SPONSOR)
    closed = UserFactory(is_active=False)
    someone = Actor(person_with(LevelName.COMMUNICATION))
    count = AuditEntry.objects.count()
    for act in (
        lambda: propose(UserFactory(), someone.user, LevelName.SPONSOR),
        lambda: invite_to_level(
            email="x@exemple.test", level=LevelName.SPONSOR, reason=REASON, actor=someone
        ),
        lambda: revoke_invitation(invitation=invitation, actor=someone),
        lambda: confirm_grant(grant=grant, actor=someone),
        lambda: deactivate_account(user=lea, reason="x", actor=someone),
        lambda: reactivate_account(user=closed, reason="x", actor=someone),
        lambda: reset_second_factor(user=lea, reason="x", actor=someone),
        lambda: sign_out_everywhere(user=lea, actor=someone),
    ):
        with pytest.raises(AccountError, match="n’administrez plus"):
            act()
    assert AuditEntry.objects.count() == count
    assert list(Invitation.objects.pending()) == [invitation]


def test_the_database_itself_refuses_one_person_in_two_parts(nadia, paul, lea, proposal):
    def refused(constraint, act):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            act()

    def grant(**fields):
        values = {"user": lea, "level": LevelName.SPONSOR, "reason": "?", "granted_by": nadia}
        return lambda: LevelGrant.objects.create(**values | fields)

    refused("Personne ne se donne", grant(granted_by=lea))
    refused("approved_by_another", grant(approved_by=nadia))
    refused("approved_by_another", grant(approved_by=lea))
    given = grant(approved_by=paul)()
    refused(
        "Personne ne se donne",
        lambda: LevelGrant.objects.filter(pk=given.pk).update(granted_by=lea),
    )
    rows = GrantProposal.objects.filter(pk=proposal.pk)
    now = timezone.now()
    approved = {"outcome": "approved", "decided_at": now}
    refused("not_oneself", lambda: rows.update(proposed_by=lea))
    refused("by_another", lambda: rows.update(decided_by=nadia, **approved))
    refused("by_another", lambda: rows.update(**approved))
    refused("not_for_oneself", lambda: rows.update(decided_by=lea, **approved))
    assert rows.update(decided_by=paul, **approved) == 1
