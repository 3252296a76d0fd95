"""Makes the invented staff with their levels, and what the administration of rights has to do."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from demo.accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from demo.followup.places import accounts as followup_accounts
from portal.accounts.actors import SITE, Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import (
    AuditEntry,
    GrantProposal,
    Invitation,
    LevelGrant,
    LevelReview,
    User,
)
from portal.accounts.services.addresses import verify_address
from portal.accounts.services.grants import confirm_grant, end_grant
from portal.accounts.services.invitations import invite_to_level
from portal.accounts.services.proposals import approve_proposal, give_level
from portal.accounts.services.reviews import open_review
from portal.accounts.sign_in.codes import give_application

# How long ago the levels were given: a review is due.
_SINCE = timedelta(days=190)
_INVITED = "ines.colin@declic.example"


def load_people() -> int:
    """Make the accounts that are missing; return how many."""
    made = [account for account in [*demo_accounts(), *followup_accounts()] if _load(account)]
    if made:
        _age(made)
        _load_work()
    return len(made)


def _load(account: DemoAccount) -> bool:
    if User.objects.filter(email=account.email).exists():
        return False
    user = User.objects.create_user(
        account.email,
        DEMO_PASSWORD,
        first_name=account.first_name,
        last_name=account.last_name,
        is_superuser=not account.level,
        is_staff=not account.level,
    )
    verify_address(user)
    give_application(user, account.totp_secret)
    if account.level:
        ends_on = timezone.localdate() + timedelta(days=account.days) if account.days else None
        given = give_level(
            user=user,
            level=account.level,
            reason=account.reason,
            actor=_giver(),
            ends_on=ends_on,
        )
        if isinstance(given, GrantProposal):
            grant = approve_proposal(proposal=given, actor=_giver(but=given.proposed_by))
        else:
            grant = given
        if account.left:
            end_grant(grant=grant, reason=account.left, actor=_giver())
    return True


def _giver(but: User | None = None) -> Actor:
    """Who gives levels, or their colleague; the site itself while nobody does."""
    grant = LevelGrant.objects.administrators().exclude(user=but).order_by("pk").first()
    return Actor(grant.user) if grant else SITE


def _age(accounts: list[DemoAccount]) -> None:
    """Make the levels half a year old, in the log too: its trigger has to be told."""
    people = User.objects.filter(email__in=[account.email for account in accounts])
    given_at = timezone.now() - _SINCE
    LevelGrant.objects.filter(user__in=people).update(granted_at=given_at)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL declic.audit_maintenance = 'on'")
        given = AuditEntry.objects.filter(action=AuditEntry.Action.LEVEL_GRANTED)
        given.filter(subject__in=people).update(at=given_at)
        cursor.execute("SET LOCAL declic.audit_maintenance = 'off'")


def _load_work() -> None:
    """A review that has begun, and an invitation that waits."""
    giver = _giver()
    if not LevelReview.objects.exists():
        open_review()
        moderators = (LevelName.COMMUNICATION, LevelName.EMPLOYMENT_OFFICER)
        for grant in LevelGrant.objects.active().filter(level__in=moderators)[:2]:
            confirm_grant(grant=grant, actor=giver)
    if not Invitation.objects.filter(email=_INVITED).exists():
        invite_to_level(
            email=_INVITED,
            level=LevelName.ADVISER,
            reason="Recrutée au service insertion",
            actor=giver,
        )
