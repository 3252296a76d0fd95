"""What a bulk action changed on one page, written down before it, and put back afterwards.

A record is plain JSON. Putting back needs the page as the action left it: what somebody did since
is never lost, the page is then left alone with a sentence that says so.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowState

from pages.moderation.errors import ModerationError
from pages.moderation.locking import lock_page
from pages.moderation.trace import leave_revision

Record = dict[str, Any]
CHANGED_SINCE = "Cette annonce a changé depuis."


def describe(page: Any) -> Record:
    """A page locked by `lock_page`, with all that withdrawing or prolonging it may change."""
    state = page.current_workflow_state
    review = state.current_task_state if state else None
    return {
        "page": page.pk,
        "title": page.title,
        "live": page.live,
        "live_revision": page.live_revision_id,
        "expire_at": _text(page.expire_at),
        "last_published_at": _text(page.last_published_at),
        "withdrawn_at": _text(page.withdrawn_at),
        "withdrawal_reason": page.withdrawal_reason,
        "workflow": [state.pk, state.status] if state else None,
        "review": [review.pk, review.status, _text(review.finished_at)] if review else None,
        "schedule": [
            [revision.pk, _text(revision.approved_go_live_at)]
            for revision in page.revisions.filter(approved_go_live_at__isnull=False)
        ],
        "draft_end": _text(page.get_latest_revision_as_object().expire_at),
    }


def bring_back(page: Any, record: Record, user: Any) -> None:
    """Undo a withdrawal of a locked page: the same revision live, the same review, the same hour.

    Raises ModerationError when the page is no longer as the withdrawal left it, or has ended.
    """
    if page.live or _text(page.withdrawn_at) != record["left_at"] or page.current_workflow_state:
        raise ModerationError(CHANGED_SINCE)
    expire_at = _moment(record["expire_at"])
    if record["live"] and expire_at is not None and expire_at <= timezone.now():
        message = "Sa date de fin est passée."
        raise ModerationError(message)
    if record["live"]:
        _publish_again(record, expire_at, user)
    else:
        page.withdrawn_at = _moment(record["withdrawn_at"])
        page.withdrawal_reason = record["withdrawal_reason"]
        page.save(clean=False, update_fields=["withdrawn_at", "withdrawal_reason"])
    # After the publication, which would cancel the one and forget the other.
    _resume_review(record)
    for revision_id, moment in record["schedule"]:
        Revision.objects.filter(pk=revision_id).update(approved_go_live_at=_moment(moment))
    page = lock_page(page.pk)
    revision = leave_revision(page, user=user)
    log(instance=page, action="declic.withdraw_undone", user=user, revision=revision)


def give_end_back(page: Any, record: Record, user: Any) -> None:
    """Undo a prolongation of a locked page and of its draft, unless that has another end since.

    Raises ModerationError when the page is no longer as the prolongation left it, or when its
    former end has passed.
    """
    former = _moment(record["expire_at"])
    if not page.live or _text(page.expire_at) != record["left_at"]:
        raise ModerationError(CHANGED_SINCE)
    if former is None or former <= timezone.now():
        message = "Son ancienne date de fin est passée."
        raise ModerationError(message)
    draft_end = page.get_latest_revision_as_object().expire_at
    if draft_end == _moment(record["left_at"]):
        draft_end = _moment(record.get("draft_end", record["expire_at"]))
    page.expire_at = former
    page.end_version += 1
    page.save(update_fields=["expire_at", "end_version"], clean=False)
    revision = leave_revision(page, user=user, expire_at=draft_end)
    log(
        instance=page,
        action="declic.prolong_undone",
        user=user,
        data={"expire_at": record["expire_at"]},
        revision=revision,
    )


def _publish_again(record: Record, expire_at: datetime | None, user: Any) -> None:
    """Publish the revision that was live, as if it had never left: no message, the same dates."""
    revision = Revision.page_revisions.filter(pk=record["live_revision"]).first()
    if revision is None:
        message = "Sa version en ligne n’a pas été gardée."
        raise ModerationError(message)
    action = PublishPageRevisionAction(revision, user=user, log_action=False)
    page = action.object
    page.is_put_back = True
    page.expire_at = expire_at
    page.filled_at = page.withdrawn_at = None
    page.withdrawal_reason = ""
    action.execute(skip_permission_checks=True)
    page.last_published_at = _moment(record["last_published_at"])
    page.save(update_fields=["last_published_at"], clean=False)


def _resume_review(record: Record) -> None:
    """The review goes on where it was: a new one would lose its age and write to the author."""
    if record["workflow"] is None:
        return
    pk, status = record["workflow"]
    WorkflowState.objects.filter(pk=pk).update(status=status)
    if record["review"] is not None:
        pk, status, finished_at = record["review"]
        TaskState.objects.filter(pk=pk).update(
            status=status, finished_at=_moment(finished_at), finished_by=None
        )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
