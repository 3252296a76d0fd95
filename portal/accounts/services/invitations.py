"""Inviting by mail: a link that gives a level, or a place in an organisation, once, for a week."""

import secrets
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.consents import TERMS, give_consent
from portal.accounts.errors import AccountError, refuse
from portal.accounts.level_names import OF_AN_ORGANISATION, LevelName
from portal.accounts.models import AuditEntry, Invitation, LevelGrant, Membership, User
from portal.accounts.models.invitations import VALIDITY, hashed
from portal.accounts.rules import may_still_invite
from portal.accounts.services.addresses import verify_address
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_manager, require_rights_administrator
from portal.accounts.services.grants import lock_administrators
from portal.accounts.services.memberships import add_member, lock_members
from portal.accounts.services.proposals import give_level
from snippets.addresses import normal_address
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.site import absolute_url

# By an organisation, to whom it wants: no way to write to everybody.
MAX_A_DAY = 20
_HAS_ACCOUNT = "Vous avez déjà un compte\u00a0: connectez-vous pour accepter."
_ASK_AGAIN = "Demandez-en une autre à la personne qui vous l’a envoyée."


@transaction.atomic
def invite_to_level(
    *, email: str, level: str, reason: str, actor: Actor, ends_on: date | None = None
) -> Invitation:
    """Send a person a link that gives them a level. Raises AccountError when it makes no sense.

    An invitation that waits for the same address and level is replaced: one link works. A level on
    which two administrators agree is approved by the other once the person has accepted.
    """
    lock_administrators()
    require_rights_administrator(actor)
    if level in OF_AN_ORGANISATION:
        refuse("Ce niveau vient d’une organisation\u00a0: invitez la personne dans celle-ci.")
    if ends_on and ends_on < timezone.localdate():
        refuse("Le dernier jour est déjà passé.")
    _refuse_own_address(email, actor)
    invitation = Invitation(email=email, level=level, level_ends_on=ends_on, reason=reason.strip())
    _invite(invitation, actor)
    return invitation


@transaction.atomic
def invite_to_organisation(
    *, email: str, organisation: Organisation, role: Membership.Role, actor: Actor
) -> Invitation:
    """Send a person a link into an organisation; an earlier one to the same address is replaced.

    Raises AccountError when they are in it, when the organisation is suspended or has sent
    `MAX_A_DAY`, and when who acts no longer manages it.
    """
    organisation = lock_members(organisation)
    require_manager(actor, organisation)
    if organisation.suspended_at:
        refuse("Cette organisation est suspendue\u00a0: personne ne peut y entrer.")
    lately = organisation.invitations.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= MAX_A_DAY:
        refuse(
            f"Cette organisation a envoyé {MAX_A_DAY}\u00a0invitations en un jour\u00a0: "
            "réessayez demain."
        )
    members = Membership.objects.active().filter(organisation=organisation)
    if members.filter(user__email=normal_address(email)).exists():
        refuse("Cette personne est déjà dans l’organisation.")
    _refuse_own_address(email, actor)
    invitation = Invitation(email=email, organisation=organisation, role=role)
    _invite(invitation, actor)
    return invitation


@transaction.atomic
def invite_first_administrator(*, email: str, reason: str) -> str:
    """Invite who will give rights, on a site where nobody does yet; return the link.

    Raises AccountError once somebody does: they invite from their screens.
    """
    if LevelGrant.objects.administrators().exists():
        refuse("Une personne administre déjà les droits\u00a0: elle invite depuis /habilitations/.")
    invitation = Invitation(
        email=email, level=LevelName.RIGHTS_ADMINISTRATOR, reason=reason.strip()
    )
    return _invite(invitation, SITE)


def is_first_administrator_expected(*, email: str = "") -> bool:
    """Whether somebody administers rights, or has a link that makes them; `email`: theirs."""
    if LevelGrant.objects.administrators().exists():
        return True
    waiting = Invitation.objects.pending().filter(level=LevelName.RIGHTS_ADMINISTRATOR)
    if email:
        waiting = waiting.filter(email=normal_address(email))
    return waiting.exists()


@transaction.atomic
def send_again(*, invitation: Invitation, actor: Actor) -> Invitation:
    """Send a new link in the place of one that was not used, which works no more.

    Raises AccountError when it was used, or when it makes no sense any more.
    """
    locked = _lock(invitation)
    if locked.accepted_at:
        refuse("Cette invitation a déjà servi.")
    if locked.organisation:
        return invite_to_organisation(
            email=locked.email,
            organisation=locked.organisation,
            role=Membership.Role(locked.role),
            actor=actor,
        )
    return invite_to_level(
        email=locked.email,
        level=locked.level,
        reason=locked.reason,
        actor=actor,
        ends_on=locked.level_ends_on,
    )


def find_invitation(token: str) -> Invitation:
    """The invitation that a link opens. Raises AccountError saying why it does not work."""
    found = Invitation.objects.filter(token_hash=hashed(token))
    invitation = found.select_related("organisation", "invited_by").first()
    if invitation is None:
        refuse(f"Cette invitation n’existe pas. {_ASK_AGAIN}")
    if invitation.accepted_at:
        refuse("Cette invitation a déjà servi. Connectez-vous avec votre compte.")
    if invitation.revoked_at:
        refuse(f"Cette invitation a été annulée. {_ASK_AGAIN}")
    if not invitation.is_pending:
        refuse(f"Cette invitation n’est plus valable. {_ASK_AGAIN}")
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, address: str = "") -> None:
    """Give `user` what the invitation gives; it works once, and for its address alone.

    A level on which two administrators agree then waits for the second one. Raises AccountError,
    and changes nothing, when the invitation no longer works, when it was sent by that person or to
    somebody else, or when what it gives cannot be given.
    """
    locked = _lock(invitation)
    if not locked.is_pending:
        refuse(f"Cette invitation n’est plus valable. {_ASK_AGAIN}")
    if normal_address(user.email) != normal_address(locked.email):
        refuse(
            f"Cette invitation est pour {locked.email}\u00a0: "
            "connectez-vous avec cette adresse pour l’accepter."
        )
    if locked.invited_by == user:
        refuse("Vous avez envoyé cette invitation\u00a0: un ou une collègue peut vous inviter.")
    if not may_still_invite(locked):
        refuse(f"{locked.inviter} ne peut plus inviter. {_ASK_AGAIN}")
    giver = Actor(locked.invited_by, address)
    locked.accepted_at = timezone.now()
    locked.accepted_by = user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    if locked.organisation:
        add_member(
            organisation=locked.organisation,
            user=user,
            role=Membership.Role(locked.role),
            actor=giver,
        )
    else:
        give_level(
            user=user,
            level=locked.level,
            reason=locked.reason,
            actor=giver,
            ends_on=locked.level_ends_on,
        )
    record(
        AuditEntry.Action.INVITATION_ACCEPTED,
        actor=Actor(user, address),
        subject=user,
        organisation=locked.organisation,
        level=locked.level,
    )


@transaction.atomic
def open_account(
    *, invitation: Invitation, first_name: str, last_name: str, password: str, address: str = ""
) -> User:
    """Make the account of an invited person and accept for them: the link proves the address.

    Raises AccountError when the address has an account already, or when accepting is refused.
    """
    # The button pressed twice opens one account.
    _lock(invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        refuse(_HAS_ACCOUNT)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, first_name=first_name, last_name=last_name
            )
    except IntegrityError:
        # They have just registered by themselves.
        refuse(_HAS_ACCOUNT)
    verify_address(user)
    give_consent(user=user, text=TERMS)
    accept_invitation(invitation=invitation, user=user, address=address)
    return user


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: Actor) -> None:
    """Make a link useless.

    Raises AccountError when it no longer works, and when who acts could not have sent it.
    """
    locked = _lock(invitation)
    if locked.organisation:
        require_manager(actor, locked.organisation)
    else:
        require_rights_administrator(actor)
    if not locked.is_pending:
        refuse("Cette invitation ne fonctionne déjà plus.")
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record(
        AuditEntry.Action.INVITATION_REVOKED,
        actor=actor,
        organisation=locked.organisation,
        level=locked.level,
    )


def _lock(invitation: Invitation) -> Invitation:
    """The invitation as it is now; first its organisation, or who gives levels: both change."""
    if invitation.organisation:
        lock_members(invitation.organisation)
    else:
        lock_administrators()
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _refuse_own_address(email: str, actor: Actor) -> None:
    """Raise AccountError for an address of who invites, verified or not."""
    if actor.user is None:
        return
    own = EmailAddress.objects.filter(user=actor.user).values_list("email", flat=True)
    if email.strip().lower() in {actor.user.email.lower(), *map(str.lower, own)}:
        refuse("C’est votre adresse\u00a0: un ou une collègue peut vous inviter.")


def _invite(invitation: Invitation, actor: Actor) -> str:
    """Store the invitation, its mail and its line in the log; return the link.

    The secret of the link is kept in the mail alone.
    """
    token = secrets.token_urlsafe(32)
    invitation.email = normal_address(invitation.email)
    invitation.token_hash = hashed(token)
    invitation.invited_by = actor.user
    invitation.expires_at = timezone.now() + VALIDITY
    try:
        invitation.full_clean()
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    # One line and one link for an address and an aim, even when the former one is too old.
    Invitation.objects.unanswered().filter(
        email=invitation.email, level=invitation.level, organisation=invitation.organisation
    ).update(revoked_at=timezone.now())
    invitation.save()
    link = absolute_url("accounts:invitation", token)
    _send(invitation, link, actor)
    record(
        AuditEntry.Action.INVITED,
        actor=actor,
        organisation=invitation.organisation,
        level=invitation.level,
        reason=invitation.reason,
        details={"invitation": invitation.pk},
    )
    return link


def _send(invitation: Invitation, link: str, actor: Actor) -> None:
    common: dict[str, MailValue] = {
        "invited_by": actor.name,
        "accept_url": link,
        "expires_at": invitation.expires_at,
    }
    if invitation.organisation:
        queue_mail(
            "invitation_organisation",
            to=invitation.email,
            context={
                **common,
                "organisation_name": invitation.organisation.name,
                "role": invitation.get_role_display(),
            },
        )
    else:
        queue_mail(
            "invitation_level",
            to=invitation.email,
            context={**common, "level": invitation.get_level_display()},
        )
