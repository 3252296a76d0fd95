"""Going live: what every publication of an opportunity goes through."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from pages.moderation import author_mail
from pages.validation import MAX_LIFETIME_DAYS


def publish(*, revision: Revision, user: Any = None, log_action: str | bool = True) -> Any:
    """Publish a revision, or schedule it when it goes live later; return the page.

    An opportunity gets its end of publication, loses the marks of an earlier closing, and its
    author is told when it is live.
    """
    from pages.models import OpportunityPage

    action = PublishPageRevisionAction(revision, user=user, log_action=log_action)
    page = action.object  # what the revision says, read from it once
    if not isinstance(page, OpportunityPage):
        action.execute(skip_permission_checks=True)
        return page
    _bound_lifetime(page, revision)
    page.filled_at = None
    page.withdrawn_at = None
    page.withdrawal_reason = ""
    action.execute(skip_permission_checks=True)
    # A live page whose next version is scheduled is left as it is: nothing to announce yet.
    if page.live_revision_id == revision.pk:
        author_mail.published(page=page)
    return page


def _bound_lifetime(page: Any, revision: Revision) -> None:
    """Write the end of publication in both: the default, or the longest allowed."""
    if not page.is_prolongable:
        return
    start = max(timezone.now(), page.go_live_at or timezone.now())
    if page.expire_at is None:
        expire_at = page.default_expiry()
    else:
        expire_at = min(page.expire_at, start + timedelta(days=MAX_LIFETIME_DAYS))
    if expire_at != page.expire_at:
        page.expire_at = write_expiry(revision, expire_at)


def write_expiry(revision: Revision, expire_at: datetime) -> datetime:
    """Put an end of publication in a revision, which keeps its date and author; return it.

    Whole seconds: JSON keeps milliseconds only, and the date is compared with a notice's.
    """
    whole = expire_at.replace(microsecond=0)
    revision.content = {**revision.content, "expire_at": whole.isoformat()}
    revision.save(update_fields=["content"])
    return whole
