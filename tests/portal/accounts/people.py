"""People with a level, as tests need them: the one place that knows what signing in asks."""

import re
from functools import cache

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.accounts.level_names import OF_AN_ORGANISATION, LevelName
from portal.accounts.models import (
    AuditEntry,
    GrantProposal,
    Invitation,
    LevelGrant,
    Membership,
    User,
)
from portal.accounts.services.audit import record
from portal.accounts.services.grants import forget_levels, needs_approval
from portal.accounts.services.proposals import approve_proposal
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.sign_in import new_session

MEMBER, MANAGER = Membership.Role.MEMBER, Membership.Role.MANAGER


def person_with(level: str, **fields) -> User:
    """A person who holds a level, given by the site's first administrator."""
    user = UserFactory(**fields)
    give(user, level)
    return user


def give(user: User, level: str, *, by: User | None = None, **fields) -> LevelGrant | Membership:
    """Give a level: by a grant, or by a membership of a new organisation.

    The grant is what `store_grant` leaves of somebody for whom no proposal waits, and nobody is
    told: three queries of thirty, and thousands of tests begin so.
    """
    if level in OF_AN_ORGANISATION:
        return place(user, level)
    administrators = LevelGrant.objects.administrators()
    if level == LevelName.RIGHTS_ADMINISTRATOR and not administrators.exists():
        actor = SITE
    else:
        actor = Actor(by or first_administrator())
    grant = LevelGrant(
        user=user, level=level, reason="Prise de poste", granted_by=actor.user, **fields
    )
    if needs_approval(level=level, actor=actor):
        others = administrators.exclude(user=actor.user)
        grant.approved_by = others.order_by("pk")[0].user
    with transaction.atomic(savepoint=False):
        grant.save()
        _join_groups(user, level)
        action = AuditEntry.Action.LEVEL_GRANTED
        record(action, actor=actor, subject=user, level=level, reason=grant.reason)
    forget_levels(user)
    return grant


def _join_groups(user: User, *levels: str) -> None:
    memberships = [
        User.groups.through(user=user, group_id=group)
        for level in levels
        if (group := _group_of(level))
    ]
    User.groups.through.objects.bulk_create(memberships, ignore_conflicts=True)


@cache
def _group_of(level: str) -> int | None:
    """The key of its group, which the migrations made: always the same (`tests/emptying.py`)."""
    return Group.objects.filter(name=level).values_list("pk", flat=True).first()


def approve(proposal: GrantProposal) -> LevelGrant:
    """The level that waits, approved by another administrator."""
    others = LevelGrant.objects.administrators().exclude(user=proposal.proposed_by)
    return approve_proposal(proposal=proposal, actor=Actor(others.order_by("pk")[0].user))


def place(user: User, level: str, organisation=None) -> Membership:
    """Put a person in an organisation, which has somebody else to manage it."""
    organisation = organisation or OrganisationFactory()
    manager = Membership.Role.MANAGER
    if not Membership.objects.managers().filter(organisation=organisation).exists():
        _enter(organisation, UserFactory(), manager)
    role = manager if level == LevelName.ORGANISATION_MANAGER else Membership.Role.MEMBER
    return _enter(organisation, user, role)


def _enter(organisation: Organisation, user: User, role: str) -> Membership:
    """What `add_member` leaves, once it has checked all it checks."""
    if not Membership.objects.active().filter(organisation=organisation).exists():
        role = MANAGER
    levels = [LevelName.ORGANISATION_MEMBER]
    if role == MANAGER:
        levels.append(LevelName.ORGANISATION_MANAGER)
    with transaction.atomic(savepoint=False):
        membership = Membership.objects.create(
            organisation=organisation, user=user, role=role, created_by=user
        )
        _join_groups(user, *levels)
        record(
            AuditEntry.Action.MEMBER_JOINED,
            actor=SITE,
            subject=user,
            organisation=organisation,
            details={"role": role},
        )
    forget_levels(user)
    return membership


def first_administrator() -> User:
    """Who gives rights: made when nobody does."""
    grant = LevelGrant.objects.administrators().select_related("user").order_by("pk").first()
    return grant.user if grant else person_with(LevelName.RIGHTS_ADMINISTRATOR)


def signed_in(user: User) -> Client:
    """A browser in which a person is signed in, second factor included."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = new_session(user).session_key
    return client


def queries_of(browser: Client, *args) -> int:
    """How many queries a page costs, once what the whole site caches is there."""
    browser.get(*args)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(*args).status_code == 200
    return len(queries)


def token_of(invitation: Invitation) -> str:
    """The secret of an invitation's link, which its mail alone has."""
    body = Email.objects.filter(to=invitation.email).latest("pk").message
    return re.search(r"/invitation/([\w-]+)/", body)[1]


def officer(**fields) -> User:
    """An employment officer."""
    return person_with(LevelName.EMPLOYMENT_OFFICER, **fields)


def join(organisation: Organisation, role: str = MEMBER, **fields) -> Membership:
    """A new person in an organisation; the first one manages it."""
    user = UserFactory(**fields)
    return _enter(organisation, user, Membership.Role(role))


def manager_of(organisation: Organisation, **fields) -> User:
    """A new manager of an organisation."""
    return join(organisation, MANAGER, **fields).user
