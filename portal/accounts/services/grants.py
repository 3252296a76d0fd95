"""Granting and ending levels of authorisation (habilitations)."""

from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.capabilities import needs_two
from portal.accounts.errors import AccountError, refuse
from portal.accounts.level_names import OF_AN_ORGANISATION, LevelName, are_exclusive
from portal.accounts.models import AuditEntry, GrantProposal, LevelGrant, Membership, User
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_giver, require_rights_administrator
from portal.accounts.services.sessions import end_sessions
from portal.accounts.signals import level_ended
from snippets.mail.queue import queue_mail

_LAST_ADMINISTRATOR = (
    "C’est la dernière personne qui administre les droits\u00a0: "
    "donnez d’abord ce niveau à quelqu’un d’autre."
)


@transaction.atomic
def grant_level(
    *, user: User, level: str, reason: str, actor: Actor, ends_on: date | None = None
) -> LevelGrant:
    """Give a level to a person until the end of `ends_on` (for ever without).

    Raises AccountError when who acts no longer gives this level or is that person, when another
    administrator must approve (`proposals.give_level` asks them), when the person has the level
    already, when it never goes with another that they have, when it comes from an organisation,
    when the reason is missing or the end is past. The site itself gives the administration of
    rights to the first who holds it, and to nobody else.
    """
    if actor.user or level == LevelName.RIGHTS_ADMINISTRATOR:
        lock_administrators()
    if actor.user is None and level == LevelName.RIGHTS_ADMINISTRATOR and is_administered():
        refuse("Une personne administre déjà les droits\u00a0: elle seule donne ce niveau.")
    lock_person(user)
    refuse_giver(user=user, level=level, actor=actor)
    if needs_approval(level=level, actor=actor):
        refuse("Un ou une collègue valide ce niveau avant qu’il soit donné.")
    grant = checked_grant(
        user=user, level=level, reason=reason, granted_by=actor.user, ends_on=ends_on
    )
    return store_grant(grant, actor)


def refuse_giver(*, user: User, level: str, actor: Actor) -> None:
    """Raise AccountError when who acts may not give `user` a level now; call under the locks."""
    require_giver(actor, level)
    if actor.user == user:
        refuse("Personne ne se donne un niveau\u00a0: un ou une collègue peut vous le donner.")


def needs_approval(*, level: str, actor: Actor) -> bool:
    """Whether another administrator approves: for some levels, from the moment there are two."""
    others = LevelGrant.objects.administrators().exclude(user=actor.user)
    return actor.user is not None and needs_two(level) and others.exists()


def checked_grant(
    *,
    user: User,
    level: str,
    reason: str,
    granted_by: User | None,
    approved_by: User | None = None,
    ends_on: date | None = None,
) -> LevelGrant:
    """A grant that may be stored now. Raises AccountError, as `grant_level` says."""
    grant = LevelGrant(
        user=user,
        level=level,
        reason=reason.strip(),
        granted_by=granted_by,
        approved_by=approved_by,
        ends_on=ends_on,
    )
    if not user.is_active:
        refuse("Ce compte est désactivé\u00a0: réactivez-le d’abord.")
    if not grant.reason:
        refuse("Dites pourquoi ce niveau est donné.")
    if ends_on and ends_on < timezone.localdate():
        refuse("Le dernier jour est déjà passé.")
    for held in user.grants.active():
        if are_exclusive(level, held.level):
            message = (
                f"{grant.get_level_display()} ne va jamais avec {held.get_level_display()}\u00a0: "
                "qui donne les droits n’ouvre pas les dossiers."
            )
            raise AccountError(message)
    try:
        grant.full_clean()
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    return grant


def store_grant(grant: LevelGrant, actor: Actor) -> LevelGrant:
    """Write a checked grant: groups and log follow, and nothing more waits to be approved."""
    grant.save()
    sync_groups(grant.user)
    GrantProposal.objects.waiting().filter(user=grant.user, level=grant.level).update(
        outcome=GrantProposal.Outcome.WITHDRAWN, decided_at=timezone.now()
    )
    record(
        AuditEntry.Action.LEVEL_GRANTED,
        actor=actor,
        subject=grant.user,
        level=grant.level,
        reason=grant.reason,
    )
    return grant


@transaction.atomic
def end_grant(*, grant: LevelGrant, reason: str, actor: Actor) -> LevelGrant:
    """Take a level back, and end the person's sessions.

    Raises AccountError when it has ended already, without a reason, for the last administrator of
    rights, and when who acts no longer gives this level. Apps above are told (`level_ended`).
    """
    if actor.user or grant.level == LevelName.RIGHTS_ADMINISTRATOR:
        lock_administrators()
    lock_person(grant.user)
    require_giver(actor, grant.level)
    grant.refresh_from_db(fields=["ended_at"])
    refuse_the_last_administrator(grant)
    if not grant.is_active:
        refuse("Ce niveau a déjà été retiré.")
    if not reason.strip():
        refuse("Dites pourquoi ce niveau est retiré.")
    grant.end(by=actor.user, reason=reason)
    sync_groups(grant.user)
    end_sessions(grant.user)
    if grant.level == LevelName.RIGHTS_ADMINISTRATOR:
        tell_administrator_removed(user=grant.user, reason=grant.end_reason, actor=actor)
    record(
        AuditEntry.Action.LEVEL_ENDED,
        actor=actor,
        subject=grant.user,
        level=grant.level,
        reason=grant.end_reason,
    )
    level_ended.send(LevelGrant, grant=grant, actor=actor)
    return grant


@transaction.atomic
def confirm_grant(*, grant: LevelGrant, actor: Actor) -> LevelGrant:
    """Say that a person still needs a level: what a review asks of each.

    Raises AccountError when it has ended, when who acts no longer administers rights, and for
    one's own level. The only administrator confirms that one level: a review leaves it anyway.
    """
    lock_administrators()
    lock_person(grant.user)
    require_rights_administrator(actor)
    grant.refresh_from_db(fields=["ended_at"])
    if not grant.is_active:
        refuse("Ce niveau a déjà été retiré.")
    if actor.user == grant.user and not is_only_administration(grant):
        refuse("Un ou une collègue confirme vos propres niveaux.")
    grant.confirmed_at = timezone.now()
    grant.save(update_fields=["confirmed_at"])
    record(AuditEntry.Action.LEVEL_CONFIRMED, actor=actor, subject=grant.user, level=grant.level)
    return grant


def end_expired_grants() -> int:
    """End the grants whose last day is over; return how many. May be run at any time, twice too."""
    ended = 0
    expired = LevelGrant.objects.active().filter(ends_on__lt=timezone.localdate())
    for grant in expired.select_related("user"):
        try:
            end_grant(grant=grant, reason="Dernier jour passé.", actor=SITE)
        except AccountError:
            # The last administrator stays, or somebody has ended it meanwhile.
            continue
        ended += 1
    return ended


def sync_groups(user: User) -> None:
    """Make a person's groups say what their grants and memberships give, no more and no less."""
    levels = set(user.grants.active().values_list("level", flat=True))
    for role in user.memberships.active().values_list("role", flat=True):
        levels.add(LevelName.ORGANISATION_MEMBER)
        if role == Membership.Role.MANAGER:
            levels.add(LevelName.ORGANISATION_MANAGER)
    user.groups.set(Group.objects.filter(name__in=levels))
    forget_levels(user)


def forget_levels(user: User) -> None:
    """Drop what this object remembers of the person's levels and permissions."""
    for name in ("_levels", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(name, None)


def grantable_levels() -> list[LevelName]:
    """The levels that are given to a person, in their order."""
    return [level for level in LevelName if level not in OF_AN_ORGANISATION]


def is_administered() -> bool:
    """Whether somebody who can sign in gives rights."""
    return LevelGrant.objects.administrators().exists()


def is_only_administration(grant: LevelGrant) -> bool:
    """Whether nobody else than its holder gives rights."""
    return (
        grant.level == LevelName.RIGHTS_ADMINISTRATOR
        and not LevelGrant.objects.administrators().exclude(pk=grant.pk).exists()
    )


def refuse_the_last_administrator(grant: LevelGrant | None) -> None:
    """Raise AccountError when nobody else would give rights; call `lock_administrators` before."""
    if grant is not None and grant.is_active and is_only_administration(grant):
        refuse(_LAST_ADMINISTRATOR)


def tell_administrator_removed(*, user: User, reason: str, actor: Actor) -> None:
    """Tell that person and the other administrators: whoever stays alone gives levels alone."""
    if actor.user is None or actor.user == user:
        return
    others = LevelGrant.objects.administrators().exclude(user__in=[actor.user, user])
    for recipient in (user, *(grant.user for grant in others.select_related("user"))):
        queue_mail(
            "administrator_removed",
            to=recipient.email,
            context={"person": str(user), "removed_by": actor.name, "reason": reason},
        )


def lock_administrators() -> None:
    """One change of who gives rights at a time: two may end each other at once.

    Before `lock_person`, always. Whoever waited counts again in a query of its own, which sees
    what the other one did.
    """
    level = Group.objects.select_for_update(no_key=True)
    level.get(name=LevelName.RIGHTS_ADMINISTRATOR)


def lock_person(user: User) -> None:
    """One change of a person's rights at a time; lines that name the person do not wait."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
