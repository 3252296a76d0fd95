"""Sending a message again, because a person decided so."""

from django.db import transaction
from django.utils import timezone
from post_office.models import Email

from snippets.errors import DomainError
from snippets.mail.jobs import send_mail
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.suppression import withhold_reason

RESENDABLE = (Delivery.UNCERTAIN, Delivery.FAILED)


class ResendError(DomainError):
    """The message cannot be sent again."""


def may_resend(dispatch: Dispatch) -> bool:
    """Whether a person may send this message again, as far as its row says."""
    return dispatch.email.status in RESENDABLE and dispatch.emptied_at is None


@transaction.atomic
def resend(*, email: Email) -> Email:
    """Queue a failed or uncertain message again, as it was, under its own Message-ID.

    A mailbox that received it already shows it once. Raises ResendError.
    """
    locked = Email.objects.select_for_update().get(pk=email.pk)
    dispatch = Dispatch.objects.get(pk=email.pk)
    if locked.status not in RESENDABLE:
        message = "Ce message est déjà parti, ou va partir."
        raise ResendError(message)
    if dispatch.emptied_at:
        message = "Le texte de ce message n’est plus gardé\u00a0: il a plus de soixante jours."
        raise ResendError(message)
    if reason := withhold_reason(dispatch):
        message = f"Ce message reste retenu\u00a0: {Dispatch.Withheld(reason).label.lower()}."
        raise ResendError(message)
    Email.objects.filter(pk=locked.pk).update(
        status=Delivery.QUEUED,
        recipient_delivery_status=None,
        number_of_retries=0,
        scheduled_time=None,
        expires_at=None,
        last_updated=timezone.now(),
    )
    send_mail.defer(email_id=locked.pk)
    return locked
