"""Telling the people of a list what changed: by a job, for there may be hundreds of them."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from pages.models.session import SessionStatus
from portal.recruitment.models import Registration, Roster, SessionNews
from portal.recruitment.services import slots, telling
from portal.recruitment.services.offers import offer_places
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import CONCERNED, HOLDING
from snippets.one_by_one import sum_of_each

TELL_JOB = "recruitment.tell_news"
DEPARTURE_JOB = "recruitment.cancel_departed"
# Longer than a withdrawal can be undone.
BEFORE_DEPARTURE = timedelta(minutes=15)
# News that is not told by then had a job that failed.
LATE = timedelta(minutes=30)
News = SessionNews.Kind
logger = logging.getLogger("declic.recruitment")
_TELL = {
    News.MOVED: telling.session_moved,
    News.POSTPONED: telling.session_postponed,
    News.CANCELLED: telling.session_cancelled,
    News.PLACE: telling.session_moved,
    News.SLOTS: telling.slot_lost,
}
_STATUS = {
    News.MOVED: SessionStatus.SCHEDULED,
    News.POSTPONED: SessionStatus.POSTPONED,
    News.CANCELLED: SessionStatus.CANCELLED,
}


def announce(roster: Roster, kind: SessionNews.Kind, now: datetime) -> SessionNews:
    """Write that something changed and queue the job that tells it, in the caller's transaction."""
    news = SessionNews.objects.create(
        roster=roster, kind=kind, at=now, last_arrival=roster.arrivals
    )
    app.configure_task(TELL_JOB, allow_unknown=False).defer(news_id=news.pk)
    return news


def announce_departure(roster: Roster) -> None:
    """Queue the job that cancels the session unless its page is back."""
    at = timezone.now() + BEFORE_DEPARTURE
    app.configure_task(DEPARTURE_JOB, schedule_at=at, allow_unknown=False).defer(
        roster_id=roster.pk
    )


@transaction.atomic
def tell_news(*, news_id: int, now: datetime | None = None) -> int:
    """Write to all concerned; return how many were. Twice is once.

    What is no longer true, because something else changed since, is not told: the other news is.
    """
    news = SessionNews.objects.select_for_update(no_key=True).get(pk=news_id)
    if news.told_at is not None:
        return 0
    roster = lock_roster(news.roster_id)
    news.told_at = now or timezone.now()
    if _is_still_true(news, roster):
        news.told = sum(_tell_alone(row, news, roster) for row in concerned(roster, news))
    news.save(update_fields=["told_at", "told"])
    offer_places(roster=roster, now=news.told_at)
    return news.told


def concerned(roster: Roster, news: SessionNews) -> QuerySet[Registration]:
    """Who was on the list when it changed, and still is."""
    rows = slots.without_hour(roster) if news.kind == News.SLOTS else roster.registrations.all()
    return (
        rows.filter(status__in=CONCERNED, arrival__lte=news.last_arrival)
        .select_related("participant__user", "slot", "helped_by")
        .order_by("arrival")
    )


def tell_late(*, now: datetime) -> int:
    """Tell what a job that failed left untold; return how many people were."""
    late = SessionNews.objects.filter(
        told_at__isnull=True, at__lte=now - LATE, roster__ends_at__gt=now
    )
    return sum_of_each(
        late.order_by("pk").values_list("pk", flat=True),
        lambda pk: tell_news(news_id=pk, now=now),
        failed="news %s was not told",
    )


def _tell_alone(registration: Registration, news: SessionNews, roster: Roster) -> bool:
    """One person who cannot be written to leaves nobody else untold."""
    try:
        with transaction.atomic():
            return _tell_one(registration, news, roster)
    except Exception:
        logger.exception("news %s was not told to registration %s", news.pk, registration.pk)
        return False


def _tell_one(registration: Registration, news: SessionNews, roster: Roster) -> bool:
    registration.roster = roster
    if registration.slot and not registration.slot.places:
        # Its hour is no more: only the day is told.
        registration.slot = None
    if news.kind == News.MOVED and registration.slot is None and registration.status in HOLDING:
        # Asked to choose as well, in a message of its own.
        return telling.session_moved(registration) and (
            not roster.has_slots or telling.slot_lost(registration)
        )
    return _TELL[SessionNews.Kind(news.kind)](registration)


def _is_still_true(news: SessionNews, roster: Roster) -> bool:
    kind = SessionNews.Kind(news.kind)
    later = roster.news.filter(pk__gt=news.pk)
    if kind in _STATUS:
        return roster.status == _STATUS[kind] and not later.filter(kind__in=_STATUS).exists()
    return roster.takes_place and not later.filter(kind__in=(*_STATUS, kind)).exists()
