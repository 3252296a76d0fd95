"""Withdrawing and prolonging many pages at once, and undoing it while it is fresh.

Each page goes through the service that a single one goes through, in a savepoint of its own: one
that refuses does not stop the others. Authors are told of a bulk withdrawal once it can no longer
be undone, so that nobody reads that a page is off line which is not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from wagtail.log_actions import LogContext

from pages.moderation import author_mail, services, undo
from pages.moderation.errors import ModerationError
from pages.moderation.locking import lock_page
from pages.moderation.models import BulkOperation
from pages.rules import PROLONG, WITHDRAW

UNDO_MINUTES = 10
UNDO_DELAY = timedelta(minutes=UNDO_MINUTES)
# A transaction that locks more pages than a person can read is a mistake.
MAX_PAGES = 100
_KEPT = timedelta(days=30)
_SALT = "pages.moderation.bulk"
# The job of `pages/jobs.py` that tells the authors.
ANNOUNCE_JOB = "pages.announce_bulk_withdrawal"
TOO_LATE = f"Plus de {UNDO_MINUTES}\u00a0minutes ont passé\u00a0: on ne peut plus annuler."
NOT_YOURS = "Seule la personne qui a fait cette action peut l’annuler."
ALREADY = "Cette action est déjà annulée."
_UNREADABLE = "Cette adresse est incomplète\u00a0: rien n’a changé."
NO_RIGHT = "Vous n’en avez pas le droit."
RIGHTS: dict[str, str] = {
    BulkOperation.Action.WITHDRAW: WITHDRAW,
    BulkOperation.Action.PROLONG: PROLONG,
}


@dataclass
class BulkOutcome:
    """What became of each page: `refused` has titles and reasons; `operation` can be undone."""

    done: list[Any] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    operation: BulkOperation | None = None


def withdraw_many(*, pages: Iterable[Any], user: Any, reason: str) -> BulkOutcome:
    """Take these pages off line with one reason; their authors are told after the undo delay."""

    def withdraw(page: Any) -> str:
        page = services.withdraw(page=page, user=user, reason=reason, tell_author=False)
        return str(page.withdrawn_at.isoformat())

    with transaction.atomic():
        outcome = _each(pages, user, BulkOperation.Action.WITHDRAW, withdraw)
        if outcome.operation:
            _plan_announcement(outcome.operation)
    return outcome


def prolong_many(*, pages: Iterable[Any], user: Any) -> BulkOutcome:
    """Put off the end of these pages."""

    def prolong(page: Any) -> str:
        return str(services.prolong(page=page, user=user).expire_at.isoformat())

    with transaction.atomic():
        return _each(pages, user, BulkOperation.Action.PROLONG, prolong)


def undo_token(operation: BulkOperation) -> str:
    """What the button « Annuler » carries: it names the operation and who may undo it."""
    return signing.dumps([operation.pk, operation.user_id], salt=_SALT)


def undo_many(*, token: str, user: Any) -> BulkOutcome:
    """Put every page of an operation back as it was, once.

    Raises ModerationError, and changes nothing, when the token is forged, too old, somebody
    else's or used already.
    """
    try:
        pk, user_id = signing.loads(token, salt=_SALT, max_age=UNDO_DELAY)
    except signing.SignatureExpired as error:
        raise ModerationError(TOO_LATE) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ModerationError(_UNREADABLE) from error
    if user_id != user.pk:
        raise ModerationError(NOT_YOURS)
    with transaction.atomic(), LogContext(user=user):
        operation = BulkOperation.objects.select_for_update().filter(pk=pk).first()
        if operation is None or operation.announced_at:
            raise ModerationError(TOO_LATE)
        if operation.undone_at:
            raise ModerationError(ALREADY)
        operation.undone_at = timezone.now()
        operation.save(update_fields=["undone_at"])
        outcome = BulkOutcome(operation=operation)
        for record in operation.before:
            _put_back(record, operation, user, outcome)
    return outcome


def announce_withdrawals(*, operation_id: int) -> int:
    """Tell the authors of what stayed withdrawn, once; return how many pages that is.

    A page that came back, or was withdrawn again since, is not its affair. Old operations go.
    """
    with transaction.atomic():
        operation = BulkOperation.objects.select_for_update().filter(pk=operation_id).first()
        if operation is None or operation.announced_at:
            return 0
        operation.announced_at = timezone.now()
        operation.save(update_fields=["announced_at"])
        told = sum(_announce(record) for record in operation.before)
        BulkOperation.objects.filter(done_at__lt=timezone.now() - _KEPT).delete()
    return told


def _each(
    pages: Iterable[Any], user: Any, action: BulkOperation.Action, act: Callable[[Any], str]
) -> BulkOutcome:
    """Act on each page, in the order of their ids: two operations then never wait crosswise."""
    outcome = BulkOutcome()
    records = []
    for page in sorted(pages, key=lambda page: page.pk):
        try:
            _refuse_stranger(user, action, page)
            with transaction.atomic():
                record = undo.describe(lock_page(page.pk))
                record["left_at"] = act(page)
        except ModerationError as error:
            outcome.refused.append((page.title, str(error)))
        else:
            outcome.done.append(page)
            records.append(record)
    if records:
        outcome.operation = BulkOperation.objects.create(action=action, user=user, before=records)
    return outcome


def _refuse_stranger(user: Any, action: str, page: Any) -> None:
    """Raise ModerationError for a page on which the person has not the right."""
    if not user.has_perm(RIGHTS[action], page):
        raise ModerationError(NO_RIGHT)


def _put_back(
    record: undo.Record, operation: BulkOperation, user: Any, outcome: BulkOutcome
) -> None:
    """One page as it was, or why not."""
    is_withdrawal = operation.action == BulkOperation.Action.WITHDRAW
    restore = undo.bring_back if is_withdrawal else undo.give_end_back
    try:
        with transaction.atomic():
            page = lock_page(record["page"])
            _refuse_stranger(user, operation.action, page)
            restore(page, record, user)
    except ModerationError as error:
        outcome.refused.append((record["title"], str(error)))
    else:
        outcome.done.append(page)


def _announce(record: undo.Record) -> bool:
    try:
        page = lock_page(record["page"])
    except ModerationError:
        return False
    moment = page.withdrawn_at.isoformat() if page.withdrawn_at else None
    if page.live or moment != record["left_at"]:
        return False
    author_mail.withdrawn(page=page, reason=page.withdrawal_reason)
    return True


def _plan_announcement(operation: BulkOperation) -> None:
    """A job of the same transaction, due a little after the last moment of the undo."""
    due = operation.done_at + UNDO_DELAY + timedelta(seconds=5)
    job = app.configure_task(ANNOUNCE_JOB, allow_unknown=False, schedule_at=due)
    job.defer(operation_id=operation.pk)
