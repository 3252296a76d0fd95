"""Sending a message again, because a person decided so."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.dispatch import Signal
from django.utils import timezone
from post_office.models import Email

from snippets.errors import DomainError
from snippets.mail.jobs import send_mail
from snippets.mail.models import (
    Delivery,
    Dispatch,
    DispatchQuerySet,
    MailRefusal,
    SuppressedAddress,
)
from snippets.mail.suppression import withhold_reason

RESENDABLE = (Delivery.UNCERTAIN, Delivery.FAILED)


# In the transaction that sends a message again, before its row is locked; a receiver may refuse
# with ResendError. Arguments: dispatch, by (who decided, or None).
message_resending = Signal()


class ResendError(DomainError):
    """The message cannot be sent again."""


def may_resend(dispatch: Dispatch) -> bool:
    """Whether a person may send this message again, as far as its row says."""
    return dispatch.email.status in RESENDABLE and dispatch.emptied_at is None


@transaction.atomic
def resend(*, email: Email, by: Any = None) -> Email:
    """Queue a failed or uncertain message again, as it was, under its own Message-ID.

    A mailbox that received it already shows it once. `by`: who decided. Raises ResendError.
    """
    message_resending.send(
        Email, dispatch=Dispatch.objects.select_related("email").get(pk=email.pk), by=by
    )
    locked = Email.objects.select_for_update().get(pk=email.pk)
    dispatch = Dispatch.objects.get(pk=email.pk)
    if locked.status not in RESENDABLE:
        message = "Ce message est déjà parti, ou va partir."
        raise ResendError(message)
    if dispatch.emptied_at:
        message = "Le texte de ce message n’est plus gardé\u00a0: il a plus de soixante jours."
        raise ResendError(message)
    if dispatch.halted == Dispatch.Halted.HELD:
        message = "L’envoi dont ce message fait partie est en pause\u00a0: reprenez-le d’abord."
        raise ResendError(message)
    if reason := withhold_reason(dispatch):
        message = f"Ce message reste retenu\u00a0: {Dispatch.Withheld(reason).label.lower()}."
        raise ResendError(message)
    Email.objects.filter(pk=locked.pk).update(**_as_new())
    send_mail.defer(email_id=locked.pk)
    return locked


def failures_among(dispatches: DispatchQuerySet) -> DispatchQuerySet:
    """Those of these messages that failed and may be sent again.

    Neither what a server may have had, nor what has no text any more, nor what goes to an address
    that receives nothing or refuses this category.
    """
    refused = MailRefusal.objects.filter(address=OuterRef("address"), category=OuterRef("category"))
    suppressed = SuppressedAddress.objects.filter(address=OuterRef("address"))
    return dispatches.filter(
        ~Exists(refused),
        ~Exists(suppressed),
        halted="",
        emptied_at=None,
        email__status=Delivery.FAILED,
        email__recipient_delivery_status=None,
    )


@transaction.atomic
def resend_failures(*, dispatches: DispatchQuerySet) -> int:
    """Queue again the `failures_among` these messages, as `resend` does; return how many.

    They leave with the minute's round.
    """
    again = failures_among(dispatches)
    rows = Email.objects.filter(pk__in=again.values("pk"), status=Delivery.FAILED)
    return rows.update(**_as_new())


def _as_new() -> dict[str, Any]:
    """The columns of a message that nobody has tried to send."""
    return {
        "status": Delivery.QUEUED,
        "recipient_delivery_status": None,
        "number_of_retries": 0,
        "scheduled_time": None,
        "expires_at": None,
        "last_updated": timezone.now(),
    }
