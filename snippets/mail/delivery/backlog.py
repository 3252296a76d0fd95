"""What waits, and what somebody should look at."""

import logging
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from post_office.models import Email

from snippets.mail.delivery.claims import due
from snippets.mail.models import Delivery

logger = logging.getLogger("declic.mail")

# Above the time that a server may take to answer the end of a message (`EMAIL_TIMEOUT`).
UNCERTAIN_AFTER = timedelta(minutes=5)
OVERDUE_AFTER = timedelta(minutes=5)


def report_uncertain() -> int:
    """Mark the messages that were handed over and never answered; return how many."""
    now = timezone.now()
    interrupted = Email.objects.filter(
        status=Delivery.HANDED_OVER, last_updated__lt=now - UNCERTAIN_AFTER
    )
    identifiers = list(interrupted.values_list("pk", flat=True))
    marked = Email.objects.filter(pk__in=identifiers, status=Delivery.HANDED_OVER).update(
        status=Delivery.UNCERTAIN, last_updated=now
    )
    if marked:
        logger.error("mail interrupted while sending, it may have left or not: %s", identifiers)
    return marked


def backlog() -> dict[str, int]:
    """Counts for the dashboard: waiting, overdue, held, failed, uncertain.

    What is held waits for a person, not for a worker: it is neither waiting nor overdue.
    """
    now = timezone.now()
    counts = Email.objects.aggregate(
        waiting=models.Count("pk", filter=due(now)),
        overdue=models.Count("pk", filter=due(now - OVERDUE_AFTER) & Q(last_updated__lt=now)),
        held=models.Count("pk", filter=Q(status=Delivery.HELD)),
        failed=models.Count("pk", filter=Q(status=Delivery.FAILED)),
        uncertain=models.Count("pk", filter=Q(status=Delivery.UNCERTAIN)),
    )
    return {name: int(count) for name, count in counts.items()}
