"""The right to send one message: one worker has it, until it hands the message over or dies."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import PRIORITY, Email

from snippets.mail.delivery.pace import take_turn
from snippets.mail.models import Delivery

logger = logging.getLogger("declic.mail")

# A claim that old was left by a worker that died or hangs: another may take the message, since
# the first one cannot hand it over any more.
CLAIM_LASTS = timedelta(minutes=2)
_NO_WAIT = timedelta(0)


def claim(email_id: int | None, *, longest_waiting: bool) -> tuple[Email | None, timedelta]:
    """Commit "sending" on one due row that nobody else holds, and return it.

    The message `email_id`, or the first that is due; `longest_waiting`: the one whose row has not
    changed for longest. With None, how long the pace asks to wait.
    """
    with transaction.atomic(durable=True):
        now = timezone.now()
        rows = Email.objects.select_for_update(skip_locked=True).filter(
            due(now), Q(expires_at=None) | Q(expires_at__gt=now)
        )
        if email_id is not None:
            rows = rows.filter(pk=email_id)
        order = ("last_updated", "pk") if longest_waiting else ("-priority", "pk")
        email = rows.order_by(*order).first()
        if email is None:
            return None, _NO_WAIT
        wait = take_turn(bulk=email.priority == PRIORITY.low)
        if wait:
            return None, wait
        email.status, email.last_updated = Delivery.SENDING, now
        Email.objects.filter(pk=email.pk).update(status=email.status, last_updated=now)
        return email, _NO_WAIT


def take_back_interrupted() -> int:
    """Let the messages be sent whose worker died before handing them over; return how many."""
    abandoned = Email.objects.filter(
        status=Delivery.SENDING, last_updated__lt=timezone.now() - CLAIM_LASTS
    )
    taken = abandoned.update(status=Delivery.QUEUED, last_updated=timezone.now())
    if taken:
        logger.warning("mail: %s messages were left unsent by a worker and will be sent", taken)
    return taken


def due(moment: datetime) -> Q:
    """Messages that should leave by `moment`."""
    return Q(status__in=(Delivery.QUEUED, Delivery.REQUEUED)) & (
        Q(scheduled_time__lte=moment) | Q(scheduled_time=None, created__lte=moment)
    )
