"""Messages that did not arrive, and what an officer may do about them."""

from datetime import timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import RecipientDeliveryStatus

from portal.accounts.actors import Actor
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.mail.journal.services import fingerprint
from snippets.mail.resend import resend
from snippets.mail.retention import KEPT
from snippets.models import Delivery, Dispatch, SuppressedAddress

PER_PAGE = 20
SUPPRESSED_SHOWN = 200
_CAME_BACK = (
    RecipientDeliveryStatus.HARD_BOUNCED,
    RecipientDeliveryStatus.SOFT_BOUNCED,
    RecipientDeliveryStatus.UNDETERMINED_BOUNCED,
)


def troubled() -> QuerySet[Dispatch]:
    """Messages that failed, came back, may not have left, or never can; the newest first.

    Older than sixty days, their text is gone: nothing can be done.
    """
    return (
        Dispatch.objects.for_the_journal()
        .filter(email__created__gt=timezone.now() - KEPT + timedelta(days=1))
        .filter(
            Q(email__status__in=(Delivery.FAILED, Delivery.UNCERTAIN))
            | Q(email__recipient_delivery_status__in=_CAME_BACK)
            | Q(withheld=Dispatch.Withheld.MALFORMED)
        )
        .select_related("email")
        .prefetch_related("email__logs")
        .order_by("-email_id")
    )


@transaction.atomic
def read_troubles(*, page: str | None, actor: Actor) -> "Page[Dispatch]":
    """A page of these messages; who read it is logged."""
    found = Paginator(troubled(), PER_PAGE).get_page(page)
    record(AuditEntry.Action.MAIL_TROUBLES_READ, actor=actor, details={"page": found.number})
    return found


@transaction.atomic
def send_again(*, public_id: UUID, actor: Actor) -> Dispatch:
    """Send a message again under its own Message-ID; who decided is logged.

    Raises ResendError when it has left, when its text is gone or when it is withheld, and
    Dispatch.DoesNotExist.
    """
    rows = Dispatch.objects.for_the_journal().select_related("email")
    dispatch = rows.get(public_id=public_id)
    resend(email=dispatch.email, by=actor)
    _record(AuditEntry.Action.MAIL_RESENT, dispatch.address, actor)
    return dispatch


@transaction.atomic
def write_again(*, suppressed_id: int, actor: Actor) -> str:
    """Let an address receive messages again, and return it; who decided is logged.

    Raises SuppressedAddress.DoesNotExist.
    """
    row = SuppressedAddress.objects.select_for_update().get(pk=suppressed_id)
    row.delete()
    _record(AuditEntry.Action.ADDRESS_RESTORED, row.address, actor)
    return row.address


def _record(action: AuditEntry.Action, address: str, actor: Actor) -> None:
    """A line about the person of an address, or its fingerprint when it has no account."""
    record(
        action,
        actor=actor,
        subject=User.objects.filter(email=address).first(),
        details={"fingerprint": fingerprint(address)},
    )
