"""Going live: what every publication of an opportunity goes through."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from pages.moderation import messages
from pages.validation import DEFAULT_LIFETIME_DAYS, MAX_LIFETIME_DAYS


def publish(*, revision: Revision, user: Any = None, log_action: str | bool = True) -> Any:
    """Publish a revision, or schedule it when it goes live later; return the page.

    An opportunity gets its end of publication, loses the marks of an earlier closing, and its
    author is told when it is live.
    """
    from pages.models import OpportunityPage

    page = revision.as_object()
    if not isinstance(page, OpportunityPage):
        PublishPageRevisionAction(revision, user=user, log_action=log_action).execute(
            skip_permission_checks=True
        )
        return page
    _bound_lifetime(page, revision)
    action = PublishPageRevisionAction(revision, user=user, log_action=log_action)
    action.object.filled_at = None
    action.object.withdrawn_at = None
    action.object.withdrawal_reason = ""
    action.execute(skip_permission_checks=True)
    # A live page whose next version is scheduled is left as it is: nothing to announce yet.
    if action.object.live_revision_id == revision.pk:
        messages.published(page=action.object)
    return action.object


def _bound_lifetime(page: Any, revision: Revision) -> None:
    """Write the end of publication in the revision: the default, or the longest allowed."""
    start = max(timezone.now(), page.go_live_at or timezone.now())
    if page.expire_at is None:
        expire_at = start + timedelta(days=DEFAULT_LIFETIME_DAYS)
    else:
        expire_at = min(page.expire_at, start + timedelta(days=MAX_LIFETIME_DAYS))
    if expire_at != page.expire_at:
        write_expiry(revision, expire_at)


def write_expiry(revision: Revision, expire_at: datetime) -> None:
    """Put an end of publication in a revision, which keeps its date and author."""
    # Whole seconds: JSON keeps milliseconds only, and the date is compared with a notice's.
    content = expire_at.replace(microsecond=0).isoformat()
    revision.content = {**revision.content, "expire_at": content}
    revision.save(update_fields=["content"])
