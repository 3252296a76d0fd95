"""What becomes of a claimed message: each function commits one outcome."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.dispatch import Signal
from django.utils import timezone
from post_office.models import STATUS, Email, Log, RecipientDeliveryStatus

from snippets.mail.delivery.answers import Answer
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.suppression import suppress_unknown

logger = logging.getLogger("declic.mail")

# A message was refused for good: once that is committed. Argument: email.
message_failed = Signal()


class ClaimLostError(Exception):
    """Another worker took the message meanwhile, or it was halted: it must not be sent here."""


def message_of(email: Email, address: str) -> Any:
    """The message, for the dispatch's address: one by a constraint, when post-office's may be more.

    Raises OSError for a file that cannot be read, ValueError and the like for what is no message.
    """
    message = email.email_message()
    message.to, message.cc, message.bcc = [address], [], []
    return message


def hand_over(email: Email) -> None:
    """Commit that the end of the message goes now. Raises ClaimLostError when it must not.

    That is when another worker has it, or when it was halted since it was claimed.
    """
    now = timezone.now()
    halted = Dispatch.objects.filter(pk=OuterRef("pk")).exclude(halted="")
    mine = Email.objects.filter(
        ~Exists(halted), pk=email.pk, status=Delivery.SENDING, last_updated=email.last_updated
    )
    if not mine.update(status=Delivery.HANDED_OVER, last_updated=now):
        raise ClaimLostError
    email.status, email.last_updated = Delivery.HANDED_OVER, now


def withhold(email: Email, dispatch: Dispatch, reason: str) -> None:
    """Keep a claimed message from being sent: its person said so after it was queued."""
    with transaction.atomic(durable=True):
        Dispatch.objects.filter(pk=dispatch.pk).update(withheld=reason)
        Email.objects.filter(pk=email.pk, status=Delivery.SENDING).update(
            status=Delivery.WITHHELD, last_updated=timezone.now()
        )


def give_back(email: Email, answer: Answer | None) -> None:
    """Let a claimed message wait as it did: no attempt is used up on the server's failure."""
    waits = Delivery.REQUEUED if email.number_of_retries else Delivery.QUEUED
    with transaction.atomic(durable=True):
        Email.objects.filter(
            pk=email.pk, status__in=(Delivery.SENDING, Delivery.HANDED_OVER)
        ).update(status=waits, last_updated=timezone.now())
        if answer is not None:
            Log.objects.create(
                email=email,
                status=STATUS.failed,
                exception_type=answer.error,
                message=answer.codes,
            )


def is_at_fault(email: Email, answer: Answer) -> bool:
    """Whether a message met this failure before while others leave: the server is well."""
    last = Log.objects.filter(email=email).order_by("-pk").first()
    if last is None or (last.exception_type, last.message) != (answer.error, answer.codes):
        return False
    return Email.objects.filter(status=Delivery.SENT, last_updated__gt=last.date).exists()


def settle(
    email: Email,
    status: Delivery,
    answer: Answer | None = None,
    *,
    attempts: int | None = None,
    again: datetime | None = None,
) -> None:
    """Commit the outcome and a line of the log, which never holds an address or a text."""
    accepted = RecipientDeliveryStatus.ACCEPTED if status == Delivery.SENT else None
    with transaction.atomic(durable=True):
        Email.objects.filter(
            pk=email.pk,
            status__in=(Delivery.SENDING, Delivery.HANDED_OVER, Delivery.UNCERTAIN),
        ).update(
            status=status,
            recipient_delivery_status=accepted,
            last_updated=timezone.now(),
            number_of_retries=email.number_of_retries if attempts is None else attempts,
            scheduled_time=again or email.scheduled_time,
        )
        Log.objects.create(
            email=email,
            status=STATUS.sent if status == Delivery.SENT else STATUS.failed,
            exception_type=answer.error if answer else "",
            message=answer.codes if answer else "",
        )
        if status == Delivery.FAILED and answer and answer.says_unknown:
            suppress_unknown(email=email, codes=answer.codes)
    report = {
        Delivery.FAILED: logger.error,
        Delivery.UNCERTAIN: logger.error,
        Delivery.REQUEUED: logger.warning,
    }.get(status)
    if report and answer:
        word = Delivery(status).name.lower()
        report("mail %s %s: %s %s", email.pk, word, answer.error, answer.codes)
    if status == Delivery.FAILED:
        # Whatever fails there is logged, and stops no other message.
        message_failed.send_robust(Email, email=email)
