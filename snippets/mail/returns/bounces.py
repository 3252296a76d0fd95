"""What a report changes: the state of a message, and whether its address is written to again.

A report is believed about a message that we sent, named by its whole Message-ID: nobody else
knows it but its recipient and the servers on its way.
"""

import logging
import re
import uuid

from django.db import transaction
from django.utils import timezone
from post_office.models import Email, Log, RecipientDeliveryStatus

from snippets.mail.delivery.answers import is_unknown
from snippets.mail.models import Delivery, Dispatch, MailRefusal, SuppressedAddress
from snippets.mail.preferences.refusals import set_preferences
from snippets.mail.returns.reports import Action, Report, read_reports
from snippets.mail.suppression import (
    suppress,
    suppress_if_it_keeps_bouncing,
)

logger = logging.getLogger("declic.mail")

_OURS = re.compile(r"<([0-9a-f]{32})@")
_STATE = {
    Action.DELAYED: RecipientDeliveryStatus.DEFERRED,
    Action.DELIVERED: RecipientDeliveryStatus.DELIVERED,
    Action.COMPLAINT: RecipientDeliveryStatus.SPAM_COMPLAINT,
}
# A message that reached its server once is known to have left, whatever a crash made of its row.
_LEFT = (Delivery.UNCERTAIN, Delivery.HANDED_OVER)


def apply_reports(*, raw: bytes) -> int:
    """Apply what one mail reports; return how many messages changed. Raises ReportError."""
    return sum(apply_report(report=report) for report in read_reports(raw))


@transaction.atomic
def apply_report(*, report: Report) -> bool:
    """Record what is said of one message; False when it is none of ours, or was said before."""
    dispatch = _dispatch_of(report.message_id)
    if dispatch is None:
        return False
    email = Email.objects.select_for_update().get(pk=dispatch.pk)
    if email.message_id != report.message_id:
        return False
    state = _state(report)
    if email.recipient_delivery_status == state:
        return False
    changes: dict[str, object] = {
        "recipient_delivery_status": state,
        "last_updated": timezone.now(),
    }
    if email.status in _LEFT:
        changes["status"] = Delivery.SENT
    Email.objects.filter(pk=email.pk).update(**changes)
    Log.objects.create(email=email, status=state, message=report.status)
    logger.info("mail %s: %s %s", email.pk, report.action, report.status)
    _draw_conclusions(report, dispatch)
    return True


def _dispatch_of(message_id: str) -> Dispatch | None:
    found = _OURS.match(message_id)
    if not found:
        return None
    return Dispatch.objects.filter(public_id=uuid.UUID(found[1])).first()


def _state(report: Report) -> RecipientDeliveryStatus:
    """The state in post-office's words; a failure without a status is not classed."""
    if report.action is not Action.FAILED:
        return _STATE[report.action]
    if report.status.startswith("5"):
        return RecipientDeliveryStatus.HARD_BOUNCED
    if report.status.startswith("4"):
        return RecipientDeliveryStatus.SOFT_BOUNCED
    return RecipientDeliveryStatus.UNDETERMINED_BOUNCED


def _draw_conclusions(report: Report, dispatch: Dispatch) -> None:
    """Stop writing where it is of no use, or not wanted."""
    if report.action is Action.COMPLAINT:
        set_preferences(address=dispatch.address, accepted=[], source=MailRefusal.Source.COMPLAINT)
        return
    if report.action is not Action.FAILED:
        return
    # A mailbox that forwards to a dead one exists itself.
    is_about_it = not report.addresses or dispatch.address in report.addresses
    if is_about_it and is_unknown(report.status):
        suppress(
            address=dispatch.address,
            reason=SuppressedAddress.Reason.UNKNOWN,
            detail=report.status,
        )
    else:
        suppress_if_it_keeps_bouncing(address=dispatch.address, detail=report.status)
