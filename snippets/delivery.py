"""Sends stored messages, each at most once.

post-office's own `send_queued` writes statuses after a whole batch, so a kill in the middle sends
twice. Here one row is claimed (`SKIP LOCKED`), "sending" is committed, the message is sent, the
outcome is committed. Killed in between, that one message stays "sending" and is reported as
uncertain after a while: it may or may not have left, and it is not sent again.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError

from django.core.mail import get_connection
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email, Log
from post_office.settings import get_backend

from snippets.models import Delivery

logger = logging.getLogger("declic.mail")

# Minutes before each new attempt; after the last one the message has failed.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720)
# Well above the time that one SMTP exchange may take (`EMAIL_TIMEOUT` for each answer).
UNCERTAIN_AFTER = timedelta(minutes=10)
OVERDUE_AFTER = timedelta(minutes=5)


def send_one(email_id: int | None = None) -> bool:
    """Send the message `email_id`, or the first that is due; False when there is none to send.

    A message that is being sent, was sent, or waits for its next attempt is left alone.
    """
    email = _claim(email_id)
    if email is None:
        return False
    # One connection a message: a server that hangs up spoils no other message.
    backend = get_connection(get_backend(email.backend_alias or "default"))
    try:
        backend.send_messages([email.email_message()])
    except (smtplib.SMTPException, OSError) as error:
        _after_refusal(email, error)
    except (ValueError, MessageError) as error:
        # The message itself cannot be written: another attempt would fail the same.
        _settle(email, Delivery.FAILED, error)
    else:
        _settle(email, Delivery.SENT)
    return True


def send_due(*, limit: int = 500) -> int:
    """Send every message that is due, at most `limit`; return how many were tried."""
    sent = 0
    while sent < limit and send_one():
        sent += 1
    return sent


def report_uncertain() -> int:
    """Mark the messages whose sending was interrupted; return how many there are."""
    now = timezone.now()
    interrupted = Email.objects.filter(
        status=Delivery.SENDING, last_updated__lt=now - UNCERTAIN_AFTER
    )
    identifiers = list(interrupted.values_list("pk", flat=True))
    marked = Email.objects.filter(pk__in=identifiers, status=Delivery.SENDING).update(
        status=Delivery.UNCERTAIN, last_updated=now
    )
    if marked:
        logger.error("mail interrupted while sending, it may have left or not: %s", identifiers)
    return marked


def backlog() -> dict[str, int]:
    """Counts for the health check: overdue, failed and uncertain messages."""
    now = timezone.now()
    counts = Email.objects.aggregate(
        overdue=models.Count("pk", filter=_due(now - OVERDUE_AFTER) & Q(last_updated__lt=now)),
        failed=models.Count("pk", filter=Q(status=Delivery.FAILED)),
        uncertain=models.Count("pk", filter=Q(status=Delivery.UNCERTAIN)),
    )
    return {name: int(count) for name, count in counts.items()}


def _due(moment: datetime) -> Q:
    """Messages that should leave by `moment`."""
    return Q(status__in=(Delivery.QUEUED, Delivery.REQUEUED)) & (
        Q(scheduled_time__lte=moment) | Q(scheduled_time=None, created__lte=moment)
    )


def _claim(email_id: int | None) -> Email | None:
    """Commit "sending" on one due row that nobody else holds, and return it."""
    with transaction.atomic(durable=True):
        now = timezone.now()
        rows = Email.objects.select_for_update(skip_locked=True).filter(
            _due(now), Q(expires_at=None) | Q(expires_at__gt=now)
        )
        if email_id is not None:
            rows = rows.filter(pk=email_id)
        email = rows.order_by("-priority", "pk").first()
        if email is not None:
            Email.objects.filter(pk=email.pk).update(status=Delivery.SENDING, last_updated=now)
        return email


def _after_refusal(email: Email, error: Exception) -> None:
    """Plan another attempt, unless the server said that none can succeed or enough were made."""
    attempts = email.number_of_retries or 0
    if _is_final(error) or attempts >= len(RETRY_MINUTES):
        _settle(email, Delivery.FAILED, error)
        return
    again = timezone.now() + timedelta(minutes=RETRY_MINUTES[attempts])
    _settle(email, Delivery.REQUEUED, error, attempts=attempts + 1, again=again)


def _is_final(error: Exception) -> bool:
    """Whether a refusal is about the message or its recipients, for good (5xx).

    A wrong password or sender is our own setting: it will be mended, the message waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _settle(
    email: Email,
    status: Delivery,
    error: Exception | None = None,
    *,
    attempts: int | None = None,
    again: datetime | None = None,
) -> None:
    """Commit the outcome and a line of the log, which never holds an address or a text."""
    reason = "" if error is None else type(error).__name__
    code = getattr(error, "smtp_code", None)
    with transaction.atomic(durable=True):
        Email.objects.filter(pk=email.pk, status__in=(Delivery.SENDING, Delivery.UNCERTAIN)).update(
            status=status,
            last_updated=timezone.now(),
            number_of_retries=email.number_of_retries if attempts is None else attempts,
            scheduled_time=again or email.scheduled_time,
        )
        Log.objects.create(
            email=email,
            status=STATUS.sent if status == Delivery.SENT else STATUS.failed,
            exception_type=reason,
            message="" if code is None else str(code),
        )
    if status == Delivery.FAILED:
        logger.error("mail %s failed: %s %s", email.pk, reason, code or "")
    elif status == Delivery.REQUEUED:
        logger.warning("mail %s will be tried again: %s %s", email.pk, reason, code or "")
