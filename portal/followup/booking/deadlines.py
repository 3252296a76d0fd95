"""Until when one may choose: counted from the first message that worked. Inside a scope."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.states import I, M, Role, go

Kind = BookingMessage.Kind
_WORKED = (M.QUEUED, M.SENT, M.HANDED, M.DELIVERED)


def start_of(invitation: Invitation) -> date | None:
    """The day of the first message of the round that was not lost; None while there is none.

    A letter counts from the day on which it was handed over, when somebody wrote it, else printed.
    """
    rows = BookingMessage.unscoped.filter(
        invitation=invitation,
        round=invitation.round,
        kind__in=[Kind.INVITATION, Kind.CANCELLATION],
        state__in=_WORKED,
        left_at__isnull=False,
    )
    days = [
        handed_on or timezone.localdate(left_at)
        for handed_on, left_at in rows.values_list("handed_on", "left_at")
    ]
    return min(days, default=None)


def count_again(invitation: Invitation, *, now: datetime) -> None:
    """Write the deadline as the messages stand; the caller holds the case.

    One that had passed is open again when the message that it was counted from came back.
    """
    start = start_of(invitation) if invitation.answer_days else None
    days = invitation.answer_days or 0
    invitation.deadline_on = start + timedelta(days=days) if start else None
    is_open = invitation.deadline_on is None or invitation.deadline_on >= timezone.localdate(now)
    if invitation.state == I.EXPIRED and is_open:
        go(invitation, I.WAITING, Role.SITE)
        invitation.expired_at = None
    invitation.save()


def expected(invitation: Invitation, *, day: date | None = None) -> date | None:
    """The deadline that what leaves on a day (today) says: that which counts, or its own."""
    if not invitation.answer_days:
        return None
    start = start_of(invitation) or day or timezone.localdate()
    return start + timedelta(days=invitation.answer_days)
