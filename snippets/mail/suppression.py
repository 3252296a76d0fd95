"""Who is not written to: addresses that receive nothing, and what people refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from post_office.models import Email, RecipientDeliveryStatus

from snippets.addresses import names_one_mailbox
from snippets.mail.categories import find_category
from snippets.mail.models import Dispatch, MailRefusal, SuppressedAddress

# An address whose messages came back that often in that time is not written to any more.
BOUNCES = 3
WITHIN = timedelta(days=30)
_CAME_BACK = (RecipientDeliveryStatus.HARD_BOUNCED, RecipientDeliveryStatus.SOFT_BOUNCED)

# What a check keeps from one message to the next, while one worker sends several: it is theirs.
Memory = dict[Any, Any]
Check = Callable[[Dispatch, Memory], str]
# Key of a message → who knows whether it may still leave. Apps above say so when they are ready.
_checks: dict[str, Check] = {}


def register_check(key: str, check: Check) -> None:
    """Ask `check` each time a stored message of this key is about to leave.

    It answers as `withhold_reason` does, in a bounded number of queries, and raises nothing. It may
    halt the message instead (`delivery.halting.hold`), and says so on `dispatch.halted`.
    """
    _checks[key] = check


def withhold_reason(dispatch: Dispatch, memory: Memory | None = None) -> str:
    """Why this message must not leave (`Dispatch.Withheld`), or nothing."""
    if dispatch.halted == Dispatch.Halted.CANCELLED:
        return Dispatch.Withheld.CANCELLED
    if not names_one_mailbox(dispatch.address):
        return Dispatch.Withheld.MALFORMED
    if SuppressedAddress.objects.filter(address=dispatch.address).exists():
        return Dispatch.Withheld.SUPPRESSED
    category = find_category(dispatch.category)
    refused = MailRefusal.objects.filter(address=dispatch.address, category=dispatch.category)
    if category is not None and category.optional and refused.exists():
        return Dispatch.Withheld.DECLINED
    check = _checks.get(dispatch.key)
    if check is None or dispatch.pk is None:
        # While it is queued, whoever queues it has just asked.
        return ""
    return check(dispatch, {} if memory is None else memory)


@transaction.atomic
def suppress(
    *, address: str, reason: SuppressedAddress.Reason, detail: str = ""
) -> SuppressedAddress:
    """Stop writing to an address; the first reason stays."""
    row, _ = SuppressedAddress.objects.get_or_create(
        address=address, defaults={"reason": reason, "detail": detail[:300]}
    )
    return row


def suppress_unknown(*, email: Email, codes: str) -> None:
    """Stop writing to the address of a message that a server called unknown."""
    dispatch = Dispatch.objects.filter(pk=email.pk).first()
    if dispatch is not None:
        suppress(address=dispatch.address, reason=SuppressedAddress.Reason.UNKNOWN, detail=codes)


def suppress_if_it_keeps_bouncing(*, address: str, detail: str) -> None:
    """Stop writing to an address whose last messages all came back."""
    since = timezone.now() - WITHIN
    latest = list(
        Dispatch.objects.filter(address=address, email__created__gte=since)
        .filter(email__recipient_delivery_status__isnull=False)
        .order_by("-email_id")
        .values_list("email__recipient_delivery_status", flat=True)[:BOUNCES]
    )
    if len(latest) == BOUNCES and all(status in _CAME_BACK for status in latest):
        suppress(address=address, reason=SuppressedAddress.Reason.BOUNCES, detail=detail)
