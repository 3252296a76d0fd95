"""Correcting and erasing an account; purging what is past its time."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.errors import AccountError, refuse
from portal.accounts.models import AuditEntry, LevelGrant, Membership, User
from portal.accounts.services.audit import record, rewriting_history
from portal.accounts.services.grants import end_grant, lock_administrators
from portal.accounts.services.memberships import change_role, end_membership
from portal.accounts.services.proposals import close_proposals_for
from portal.accounts.services.sessions import end_sessions
from portal.personal_data.register import Holding, OnErasure, holdings, opened_for
from portal.personal_data.signals import account_erasing
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

GRACE = timedelta(days=30)
INACTIVITY = timedelta(days=2 * 365)

logger = logging.getLogger("declic.personal_data")


@transaction.atomic
def correct_identity(*, user: User, first_name: str, last_name: str) -> User:
    """Change a person's own name."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    return user


@transaction.atomic
def ask_erasure(*, user: User, actor: Actor, by_inactivity: bool = False) -> User:
    """Plan the erasure of an account in thirty days, and say so by mail.

    Raises AccountError when it is planned already, and for the last administrator of rights.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.erasure_due_on:
        refuse("L’effacement de ce compte est déjà prévu.")
    if _is_last_administrator(locked):
        refuse(
            "Vous êtes la dernière personne qui administre les droits\u00a0: "
            "donnez d’abord ce niveau à quelqu’un d’autre."
        )
    locked.erasure_due_on = timezone.localdate() + GRACE
    locked.erasure_by_inactivity = by_inactivity
    locked.save(update_fields=["erasure_due_on", "erasure_by_inactivity"])
    record(AuditEntry.Action.ERASURE_ASKED, actor=actor, subject=locked)
    link = (
        {"login_url": absolute_url("account_login")}
        if by_inactivity
        else {"data_url": absolute_url("accounts:my_data")}
    )
    queue_mail(
        "account_unused" if by_inactivity else "erasure_asked",
        to=locked.email,
        context={
            "recipient_name": str(locked),
            "erased_on": locked.erasure_due_on,
            **link,
        },
    )
    return locked


@transaction.atomic
def cancel_erasure(*, user: User, actor: Actor) -> User:
    """Keep the account. Raises AccountError when nothing is planned."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.erasure_due_on or locked.erased_at:
        refuse("Aucun effacement n’est prévu.")
    locked.erasure_due_on, locked.erasure_by_inactivity = None, False
    locked.save(update_fields=["erasure_due_on", "erasure_by_inactivity"])
    record(AuditEntry.Action.ERASURE_CANCELLED, actor=actor, subject=locked)
    return locked


def keep_account_of_who_signs_in(user: User) -> None:
    """Cancel an erasure that only inactivity has asked for: the person is back."""
    if user.erasure_due_on and user.erasure_by_inactivity:
        cancel_erasure(user=user, actor=Actor(user))


def plan_erasure_of_unused_accounts() -> int:
    """Plan the erasure of accounts without a level of staff that nobody has used for two years."""
    limit = timezone.now() - INACTIVITY
    unused = User.objects.filter(is_active=True, erasure_due_on__isnull=True).filter(
        Q(last_login__lt=limit) | Q(last_login__isnull=True, date_joined__lt=limit)
    )
    planned = 0
    # Agents leave by the review of levels, members with their organisation.
    busy = Q(pk__in=LevelGrant.objects.active().beyond_candidate().values("user"))
    busy |= Q(pk__in=Membership.objects.active().values("user"))
    for user in unused.exclude(busy):
        ask_erasure(user=user, actor=SITE, by_inactivity=True)
        planned += 1
    return planned


def erase_due_accounts() -> int:
    """Erase the accounts whose day has come; return how many. One that cannot be stays, logged."""
    erased = 0
    due = User.objects.filter(erasure_due_on__lte=timezone.localdate(), erased_at__isnull=True)
    for user in due.order_by("pk"):
        try:
            erase(user=user)
        except AccountError as error:
            logger.warning("account %s is not erased: %s", user.pk, error)
            continue
        erased += 1
    return erased


@transaction.atomic
def erase(*, user: User) -> None:
    """Erase a person: rights end, rows are deleted or redacted as the register says.

    The row of the account stays, closed and nameless, for what must be kept to point to. Raises
    AccountError for the last administrator of rights, and for an account that nobody has asked
    to erase.
    """
    # In the order of every change of rights, or two would wait for each other.
    lock_administrators()
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.erased_at or not user.erasure_due_on or user.erasure_due_on > timezone.localdate():
        refuse("L’effacement de ce compte n’est pas à faire.")
    _end_rights(user)
    record(AuditEntry.Action.ERASED, actor=SITE, subject=user)
    account_erasing.send(User, user=user)
    with rewriting_history(), opened_for(user, is_erased=True):
        # The account last: its address finds rows.
        for holding in sorted(holdings(), key=lambda item: item.model_class is User):
            _erase_rows(holding, user)
    user.refresh_from_db()
    user.email = f"compte-efface-{user.pk}@invalid"
    user.set_unusable_password()
    user.last_login = None
    user.erased_at = timezone.now()
    user.save()
    end_sessions(user)


def purge(*, dry_run: bool) -> dict[str, int]:
    """Delete the rows past their time; return how many by title. `dry_run` only counts."""
    now = timezone.now()
    counts = {}
    for holding in holdings():
        if holding.expired is None:
            continue
        rows = holding.model_class._default_manager.filter(holding.expired(now))  # noqa: SLF001
        counts[holding.title] = rows.count()
        if not dry_run:
            rows.delete()
    return counts


def _erase_rows(holding: Holding, user: User) -> None:
    rows = holding.of(user)
    if holding.on_erasure == OnErasure.DELETE:
        rows.delete()
    elif holding.on_erasure == OnErasure.REDACT and holding.redacted:
        is_any = rows.update(**holding.redacted)
        # After the rows, whose redaction is one more line of their history.
        if is_any and holding.forget_history is not None:
            holding.forget_history(user)


def _end_rights(user: User) -> None:
    """End levels and memberships; the oldest colleague manages after the only manager."""
    close_proposals_for(user)
    for grant in user.grants.active():
        end_grant(grant=grant, reason="Compte effacé.", actor=SITE)
    for membership in user.memberships.active().select_related("organisation"):
        others = Membership.objects.active().filter(organisation=membership.organisation_id)
        others = others.exclude(pk=membership.pk)
        heir = others.order_by("created_at", "pk").first()
        if heir and not others.managers().exists():
            change_role(membership=heir, role=Membership.Role.MANAGER, actor=SITE)
        end_membership(membership=membership, reason="Compte effacé.", actor=SITE)


def _is_last_administrator(user: User) -> bool:
    administrators = LevelGrant.objects.administrators()
    return (
        administrators.filter(user=user).exists() and not administrators.exclude(user=user).exists()
    )
