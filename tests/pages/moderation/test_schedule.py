"""Publication and expiry by the clock, and the warnings before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_unpublished

from pages import jobs
from pages.moderation import author_mail, schedule, services
from pages.moderation.models import ExpiryNotice
from search.models import Opportunity
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import approve, edit


def set_dates(page, **fields):
    type(page).objects.filter(pk=page.pk).update(**fields)


def expired_offers(count):
    return [
        JobOfferPageFactory(expire_at=timezone.now() - timedelta(minutes=5)) for _ in range(count)
    ]


def test_expired_offer_leaves_the_site(live):
    assert Opportunity.objects.filter(pk=live.pk).exists()
    set_dates(live, expire_at=timezone.now() - timedelta(seconds=1))
    heard = []

    def listen(sender, instance, **kwargs):
        heard.append((sender, instance.pk, instance.live, instance.expired))

    page_unpublished.connect(listen)
    try:
        assert schedule.expire_pages() == 1
    finally:
        page_unpublished.disconnect(listen)
    assert schedule.expire_pages() == 0
    live.refresh_from_db()
    assert (live.live, live.expired, live.live_revision) == (False, True, None)
    assert not Opportunity.objects.filter(pk=live.pk).exists()
    assert heard == [(type(live), live.pk, False, True)]
    entry = PageLogEntry.objects.get(page=live, action="wagtail.unpublish.scheduled")
    assert entry.user is None


def test_offer_that_has_not_ended_stays(live):
    assert schedule.expire_pages() == 0
    live.refresh_from_db()
    assert live.live


def test_cost_of_expiries_grows_little(db):
    def cost(count):
        expired_offers(count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert schedule.expire_pages() == count
        return len(queries)

    one, many = cost(1), cost(21)
    assert (many - one) / 20 <= 5, "per page, the search index included"


def test_one_failing_page_does_not_stop_the_others(db):
    offers = expired_offers(3)

    def fail(sender, instance, **kwargs):
        if instance.pk == offers[1].pk:
            message = "a receiver fails"
            raise RuntimeError(message)

    page_unpublished.connect(fail)
    try:
        assert schedule.expire_pages() == 2
    finally:
        page_unpublished.disconnect(fail)
    for offer in offers:
        offer.refresh_from_db()
    assert [offer.live for offer in offers] == [False, True, False]
    assert schedule.expire_pages() == 1


def schedule_offer(draft, author, moderator, **fields):
    edit(draft, author, go_live_at=timezone.now() + timedelta(days=1), **fields)
    services.submit(page=draft, user=author)
    approve(draft, moderator)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(seconds=1)
    )


def hour_has_come(draft):
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    past = (timezone.now() - timedelta(seconds=1)).isoformat()
    revision.content = {**revision.content, "go_live_at": past}
    revision.save()


def test_scheduled_offer_goes_live_once_and_its_author_is_told(draft, author, moderator):
    schedule_offer(draft, author, moderator)
    hour_has_come(draft)
    assert schedule.publish_scheduled() == 1
    assert schedule.publish_scheduled() == 0
    draft.refresh_from_db()
    assert draft.live
    assert draft.expire_at > timezone.now() + timedelta(days=59)
    assert Email.objects.filter(subject__contains="est en ligne").count() == 1


def test_scheduled_offer_already_over_is_not_published(draft, author, moderator):
    schedule_offer(draft, author, moderator)
    hour_has_come(draft)
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content["expire_at"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    revision.save()
    assert schedule.publish_scheduled() == 0
    draft.refresh_from_db()
    assert (draft.live, draft.expired, draft.scheduled_revision) == (False, True, None)


def test_one_failing_publication_does_not_stop_the_others(draft, author, moderator, monkeypatch):
    schedule_offer(draft, author, moderator)
    hour_has_come(draft)
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    JobOfferPageFactory(live=False)
    other = Revision.objects.latest("pk")
    other.approved_go_live_at = timezone.now() - timedelta(days=1)
    other.save()
    publish = schedule.publish

    def fail(*, revision, **kwargs):
        if revision.pk == other.pk:
            message = "no"
            raise RuntimeError(message)
        return publish(revision=revision, **kwargs)

    monkeypatch.setattr(schedule, "publish", fail)
    assert schedule.publish_scheduled() == 1
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


@pytest.mark.parametrize(
    ("left", "days"),
    [
        (timedelta(days=8), None),
        (timedelta(days=7, minutes=-1), 7),
        (timedelta(days=1, minutes=1), 7),
        (timedelta(hours=23), 1),
        (timedelta(seconds=-1), None),
    ],
)
def test_warning_at_seven_days_and_at_one(live, left, days):
    now = timezone.now()
    set_dates(live, expire_at=now + left, last_published_at=now - timedelta(days=50))
    sent = schedule.send_expiry_notices()
    assert sent == schedule_count(days)
    assert list(ExpiryNotice.objects.values_list("days", flat=True)) == ([days] if days else [])
    assert schedule.send_expiry_notices() == 0, "twice sends once"


def schedule_count(days):
    return 1 if days else 0


def test_both_warnings_of_one_end_then_again_after_a_prolongation(live):
    now = timezone.now()
    end = (now + timedelta(days=6)).replace(microsecond=0)
    set_dates(live, expire_at=end, last_published_at=now - timedelta(days=50))
    assert schedule.send_expiry_notices(now=now) == 1
    assert schedule.send_expiry_notices(now=end - timedelta(hours=20)) == 1
    services.prolong(page=live)
    assert schedule.send_expiry_notices(now=end + timedelta(days=54)) == 1
    assert ExpiryNotice.objects.count() == 3


def test_short_offer_is_not_warned_on_the_day_of_its_publication(live):
    set_dates(live, expire_at=timezone.now() + timedelta(days=3))
    assert schedule.send_expiry_notices() == 0


def test_a_crash_between_the_row_and_the_message_leaves_neither(live, monkeypatch):
    now = timezone.now()
    set_dates(live, expire_at=now + timedelta(days=6), last_published_at=now - timedelta(days=50))
    mails = Email.objects.count()

    def crash(**kwargs):
        message = "killed"
        raise RuntimeError(message)

    monkeypatch.setattr(author_mail, "expiring", crash)
    assert schedule.send_expiry_notices() == 0
    assert not ExpiryNotice.objects.exists()
    monkeypatch.undo()
    assert schedule.send_expiry_notices() == 1
    assert Email.objects.count() == mails + 1


def test_jobs_call_the_schedule(live, draft):
    set_dates(live, expire_at=timezone.now() - timedelta(seconds=1))
    jobs.publish_and_expire(timestamp=0)
    jobs.expiry_notices(timestamp=0)
    live.refresh_from_db()
    assert not live.live
