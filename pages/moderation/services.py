"""What happens to an offer besides a moderator's decision: one function per use case.

Each is one transaction under the lock of `locking.lock_page`, returns the page as it is
afterwards, and raises ModerationError, whose message can be shown, when the state refuses it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import LogContext, log
from wagtail.models import WorkflowState

from pages.moderation import author_mail, lifecycle
from pages.moderation.decisions import refuse_expired
from pages.moderation.endings import NO_LONGER
from pages.moderation.errors import ModerationError
from pages.moderation.locking import lock_page
from pages.moderation.trace import leave_revision
from pages.signals import Departure
from pages.validation import DEFAULT_LIFETIME_DAYS, MAX_LIFETIME_DAYS

ALREADY_IN_REVIEW = "Cette annonce est déjà en relecture."
ENDS_BY_ITSELF = "Une session se termine à sa date\u00a0: elle ne peut pas être prolongée."
NOT_ONLINE = "Cette annonce n’est plus en ligne."


def submit(*, page: Any, user: Any) -> Any:
    """Send the latest revision to review: start the workflow, or resume it after a refusal."""
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        workflow = page.get_workflow()
        if workflow is None:
            message = (
                "Cette annonce ne peut pas être envoyée\u00a0: aucune relecture n’est prévue ici. "
                "Prévenez l’équipe du site."
            )
            raise ModerationError(message)
        state = page.current_workflow_state
        if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
            raise ModerationError(ALREADY_IN_REVIEW)
        lock = page.get_lock()
        if lock and lock.for_user(user):
            message = "Cette annonce est verrouillée\u00a0: elle ne peut pas être envoyée."
            raise ModerationError(message)
        if page.latest_revision is None:
            page.save_revision(user=user, clean=False)
        draft = page.latest_revision.as_object()
        _refuse_incomplete(draft)
        refuse_expired(draft)
        if state:
            state.resume(user)
        else:
            workflow.start(draft, user)
    return page


def take_back(*, page: Any, user: Any) -> Any:
    """Stop the review that is in progress: the text may be changed again."""
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        state = page.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            raise ModerationError(NO_LONGER)
        state.cancel(user=user)
    return page


def withdraw(*, page: Any, user: Any, reason: str, tell_author: bool = True) -> Any:
    """Take a page off line, or out of review, or off the schedule; tell its author why.

    A bulk action can be undone: it tells authors itself, later.
    """
    reason = reason.strip()
    if not reason:
        message = "Dites pourquoi vous retirez cette annonce."
        raise ModerationError(message)
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        if not is_withdrawable(page):
            message = "Cette annonce n’est ni en ligne, ni programmée, ni en relecture."
            raise ModerationError(message)
        was_live = page.live
        page.withdrawn_at = timezone.now()
        page.withdrawal_reason = reason[:250]
        _close(page=page, user=user, action="declic.withdraw", data={"reason": reason})
        if was_live:
            lifecycle.taken_down(page, Departure.WITHDRAWN)
        if tell_author:
            author_mail.withdrawn(page=page, reason=reason)
    return page


def mark_filled(*, page: Any, user: Any = None) -> Any:
    """Take a live offer off line because somebody was found; `user` is None for a mailed link."""
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        if not page.live:
            raise ModerationError(NOT_ONLINE)
        page.filled_at = timezone.now()
        _close(page=page, user=user, action="declic.filled", data={"mailed_link": user is None})
        lifecycle.filled(page, user=user)
    return page


def prolong(*, page: Any, user: Any = None, days: int = DEFAULT_LIFETIME_DAYS) -> Any:
    """Put off the end of a live offer by `days`, at most 180 days from today; publish nothing.

    The page and its draft carry the new date, and revisions written before take it when they are
    read (`OpportunityPage.end_version`): none of them brings the old one back.
    """
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        if not page.is_prolongable:
            raise ModerationError(ENDS_BY_ITSELF)
        now = timezone.now()
        if not page.live or page.expire_at is None or page.expire_at <= now:
            message = (
                "Cette annonce n’est plus en ligne\u00a0: "
                "modifiez-la et envoyez-la de nouveau en relecture."
            )
            raise ModerationError(message)
        expire_at = prolonged_expiry(page.expire_at, now=now, days=days)
        if expire_at - page.expire_at < timedelta(days=1):
            message = (
                "Cette annonce est déjà prolongée au maximum "
                f"({MAX_LIFETIME_DAYS}\u00a0jours à partir d’aujourd’hui)."
            )
            raise ModerationError(message)
        draft_end = page.get_latest_revision_as_object().expire_at
        page.expire_at = expire_at
        page.end_version += 1
        page.save(update_fields=["expire_at", "end_version"], clean=False)
        # A draft that already ends later keeps its end.
        later = max(draft_end or expire_at, expire_at)
        revision = leave_revision(page, user=user, expire_at=later)
        log(
            instance=page,
            action="declic.prolong",
            user=user,
            data={"expire_at": expire_at.isoformat(), "mailed_link": user is None},
            revision=revision,
        )
    return page


def prolonged_expiry(expire_at: datetime, *, now: datetime, days: int) -> datetime:
    """The end of publication after a prolongation by `days`, never later than allowed."""
    longest = min(expire_at + timedelta(days=days), now + timedelta(days=MAX_LIFETIME_DAYS))
    return longest.replace(microsecond=0)


def next_expiry(page: Any) -> datetime:
    """What a prolongation would give to a live page now."""
    return prolonged_expiry(page.expire_at, now=timezone.now(), days=DEFAULT_LIFETIME_DAYS)


def is_withdrawable(page: Any) -> bool:
    """Whether there is something to take back: a live page, a schedule or a review."""
    return bool(page.live or page.current_workflow_state or page.approved_schedule)


def _close(*, page: Any, user: Any, action: str, data: dict[str, Any]) -> None:
    """Cancel the review, unpublish, forget the schedule, and log one action."""
    state = page.current_workflow_state
    if state:
        state.cancel(user=user)
        # The lock ended with the review: what follows saves the whole page.
        page.refresh_from_db(fields=["locked", "locked_by", "locked_at"])
    if page.live:
        page.is_closing = True
        UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
        page.is_closing = False
    else:
        page.save(clean=False)
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    revision = leave_revision(page, user=user)
    log(instance=page, action=action, user=user, data=data, revision=revision)


def _refuse_incomplete(draft: Any) -> None:
    """Raise ModerationError with the first thing that the draft lacks."""
    try:
        draft.full_clean()
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        label = "" if field == "__all__" else f"{_field_name(draft, field)}\u00a0: "
        message = f"Cette annonce est incomplète. {label}{problems[0]}"
        raise ModerationError(message) from error


def _field_name(draft: Any, field: str) -> str:
    """What the editor calls a field."""
    return str(draft._meta.get_field(field).verbose_name)  # noqa: SLF001 - Django's public API
