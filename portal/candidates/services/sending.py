"""Sending new offers: one message for each address and each run, each offer once.

An address is one transaction: its row is locked, what is new is read, the message is queued, what
it tells is written and the alerts move on. Killed anywhere, nothing of it happened; run twice, the
second run finds the alerts moved on.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.candidates.alert_text import Section, alert_text
from portal.candidates.mails import ALERTS
from portal.candidates.models import AlertedOpportunity, AlertRecipient, SavedSearch
from portal.candidates.schedule import last_daily, last_weekly
from portal.candidates.searches import readable
from search import queries
from search.models import Opportunity
from snippets.addresses import normal_address
from snippets.mail.preferences.refusals import refused_categories
from snippets.mail.queue import queue_mail
from snippets.models import SuppressedAddress

# A row may be dated a little before the transaction that showed it to others: look back further
# than the last run, since what was told is known.
OVERLAP = timedelta(days=2)
# How far back a run looks after a long stop. What was told is kept longer.
OLDEST = timedelta(days=60)
# More than this is no longer read one by one: the search page lists it.
MAX_READ = 500

logger = logging.getLogger("declic.alerts")


@dataclass(frozen=True, slots=True)
class _News:
    """What one alert has to tell."""

    alert: SavedSearch
    rows: list[Opportunity]


def send_due_alerts(now: datetime | None = None) -> int:
    """Send what is due to every address; return how many messages were queued.

    An address that fails is logged and does not hold back the next ones.
    """
    now = now or timezone.now()
    due = SavedSearch.objects.due(daily=last_daily(now), weekly=last_weekly(now))
    addresses = list(due.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())
    sent = 0
    for recipient_id in addresses:
        try:
            sent += send_to(recipient_id, now)
        except Exception:
            # The message of an error may hold an address: its number is enough.
            logger.exception("alerts of recipient %s were not sent", recipient_id)
    return sent


@transaction.atomic
def send_to(recipient_id: int, now: datetime) -> bool:
    """Queue the message of one address, if there is something new; whether there was.

    An address that another run holds is left to it.
    """
    recipient = (
        AlertRecipient.objects.select_for_update(skip_locked=True).filter(pk=recipient_id).first()
    )
    if recipient is None:
        return False
    # Under the lock: another run may have just moved them on.
    due = recipient.searches.due(daily=last_daily(now), weekly=last_weekly(now))
    alerts = list(due.order_by("confirmed_at", "pk"))
    news = [] if is_refused(recipient.address) else _news(recipient, alerts, now)
    SavedSearch.objects.filter(pk__in=[alert.pk for alert in alerts]).update(watermark=now)
    if not news:
        return False
    _queue(recipient, news)
    AlertedOpportunity.objects.bulk_create(
        AlertedOpportunity(recipient=recipient, opportunity_id=row.pk, told_at=now)
        for one in news
        for row in one.rows
    )
    SavedSearch.objects.filter(pk__in=[one.alert.pk for one in news]).update(last_sent_at=now)
    return True


def since(alert: SavedSearch, now: datetime) -> datetime:
    """From when what is published is looked at for an alert."""
    return max(alert.since, alert.watermark - OVERLAP, now - OLDEST)


def _news(recipient: AlertRecipient, alerts: Iterable[SavedSearch], now: datetime) -> list[_News]:
    """What each alert has to tell that no alert of this address has told."""
    found: list[_News] = []
    told = set(recipient.told.values_list("opportunity_id", flat=True))
    for alert in alerts:
        search = readable(alert.query)
        if search is None:
            continue
        wanted = queries.Search(search.criteria, since(alert, now))
        rows = [row for row in queries.fresh(wanted, limit=MAX_READ) if row.pk not in told]
        told.update(row.pk for row in rows)
        if rows:
            found.append(_News(alert, rows))
    return found


def is_refused(address: str) -> bool:
    """Whether this address does not want alerts, or takes no message any more."""
    address = normal_address(address)
    is_suppressed = SuppressedAddress.objects.filter(address=address).exists()
    return is_suppressed or ALERTS.key in refused_categories(address)


def _queue(recipient: AlertRecipient, news: list[_News]) -> None:
    count = sum(len(one.rows) for one in news)
    queue_mail(
        "alert_new_offers",
        to=recipient.address,
        context={
            "count": count,
            "first_title": news[0].rows[0].title,
            "offers_urls": alert_text([Section(one.alert, one.rows) for one in news]),
        },
        bulk=True,
    )
