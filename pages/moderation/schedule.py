"""What time does to offers: go live, expire, warn before. Called by `pages/jobs.py`.

Every function may run twice, on two machines at once, or be killed anywhere: a row is claimed
with SKIP LOCKED, and what happens to it is one transaction.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_unpublished, unpublished

from pages.models import OPPORTUNITY_MODELS, OpportunityPage
from pages.moderation import author_mail, lifecycle
from pages.moderation.links import FILL, PROLONG, link_path
from pages.moderation.locking import lock_page
from pages.moderation.models import ExpiryNotice
from pages.moderation.publication import publish
from pages.signals import Departure

logger = logging.getLogger("declic.schedule")

CHUNK = 100
# Days before the end, and where the next notice takes over.
NOTICES = ((7, 1), (1, 0))


def expire_pages(*, now: datetime | None = None) -> int:
    """Take every page past its end off line, a hundred at a time; return how many.

    The cost is a few statements for a chunk and the receivers of `page_unpublished` for each
    page. When a chunk fails, its pages go one by one, and one that still fails waits for the next
    run.
    """
    now = now or timezone.now()
    due = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    ids = list(due.values_list("pk", flat=True))
    done = 0
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        try:
            done += _expire(chunk, now)
        except Exception:  # one page must not stop the others
            logger.exception("a chunk of expiries failed, its pages go one by one")
            done += sum(_expire_alone(page_id, now) for page_id in chunk)
    return done


def publish_scheduled(*, now: datetime | None = None) -> int:
    """Publish every approved revision whose hour has come; return how many."""
    now = now or timezone.now()
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    done = 0
    for revision_id in list(due.order_by("approved_go_live_at").values_list("pk", flat=True)):
        try:
            done += _publish_alone(revision_id, now)
        except Exception:  # one page must not stop the others
            logger.exception("scheduled publication of revision %s failed", revision_id)
    return done


def send_expiry_notices(*, now: datetime | None = None) -> int:
    """Warn authors 7 days and 1 day before the end; return how many messages were queued.

    An offer published for less than that is not warned: its author has just chosen the date. Nor
    is the author of a session, which ends when it is over.
    """
    now = now or timezone.now()
    sent = 0
    for days, until in NOTICES:
        for model in filter(_can_be_prolonged, OPPORTUNITY_MODELS):
            due = model.objects.filter(
                live=True,
                expire_at__gt=now + timedelta(days=until),
                expire_at__lte=now + timedelta(days=days),
                last_published_at__lt=F("expire_at") - timedelta(days=days),
            ).exclude(expiry_notices__expire_at=F("expire_at"), expiry_notices__days=days)
            for page_id in list(due.order_by("pk").values_list("pk", flat=True)):
                try:
                    sent += _notify(page_id, days)
                except Exception:  # one page must not stop the others
                    logger.exception("expiry notice of page %s failed", page_id)
    return sent


def _can_be_prolonged(model: type[OpportunityPage]) -> bool:
    return model.is_prolongable


def _expire_alone(page_id: int, now: datetime) -> int:
    try:
        return _expire([page_id], now)
    except Exception:  # one page must not stop the others
        logger.exception("expiry of page %s failed", page_id)
        return 0


@transaction.atomic
def _expire(ids: Sequence[int], now: datetime) -> int:
    """Unpublish these pages as Wagtail's action does, but many at a time."""
    locked = Page.objects.filter(pk__in=ids, live=True, expire_at__lte=now)
    claimed = list(
        locked.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)
    )
    pages = list(Page.objects.filter(pk__in=claimed).specific().order_by("pk"))
    Page.objects.filter(pk__in=claimed).update(
        live=False, expired=True, has_unpublished_changes=True, live_revision=None
    )
    Revision.page_revisions.filter(
        object_id__in=[str(page_id) for page_id in claimed], approved_go_live_at__isnull=False
    ).update(approved_go_live_at=None)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type_id=page.content_type_id,
            label=page.get_admin_display_title()[:255],
            action="wagtail.unpublish.scheduled",
            timestamp=now,
        )
        for page in pages
    )
    for page in pages:
        page.live = False
        page.expired = True
        page.has_unpublished_changes = True
        page.live_revision = None
        if is_opportunity := isinstance(page, OpportunityPage):
            page.is_closing = True
        page_unpublished.send(sender=page.specific_class, instance=page)
        unpublished.send(sender=type(page), instance=page)
        if is_opportunity:
            page.is_closing = False
            lifecycle.taken_down(page, Departure.EXPIRED)
    return len(pages)


@transaction.atomic
def _publish_alone(revision_id: int, now: datetime) -> int:
    """Publish one scheduled revision, unless another worker has it or it has already ended."""
    revision = (
        Revision.page_revisions.select_for_update(skip_locked=True)
        .filter(pk=revision_id, approved_go_live_at__lte=now)
        .first()
    )
    if revision is None:
        return 0
    page = lock_page(int(revision.object_id))
    expire_at = revision.as_object().expire_at
    if expire_at is not None and expire_at <= now:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        if not page.live:
            Page.objects.filter(pk=page.pk).update(expired=True)
            log(instance=page, action="wagtail.unpublish.scheduled")
        return 0
    publish(revision=revision, log_action="wagtail.publish.scheduled")
    return 1


@transaction.atomic
def _notify(page_id: int, days: int) -> int:
    """Write the notice and queue its message together; nothing when the notice is there."""
    page = Page.objects.get(pk=page_id).specific
    notice, is_new = ExpiryNotice.objects.get_or_create(
        page_id=page_id, expire_at=page.expire_at, days=days
    )
    if is_new:
        author_mail.expiring(
            page=page,
            days=days,
            prolong_path=link_path(notice, PROLONG),
            filled_path=link_path(notice, FILL),
        )
    return int(is_new)
