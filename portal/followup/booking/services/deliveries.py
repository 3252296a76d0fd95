"""What became of mails: delivered, or come back. What asked to choose and is lost is sent again.

An invitation that did not arrive does not count: its delay starts from the one that worked.
"""

from datetime import datetime, timedelta

from post_office.models import STATUS, Email, RecipientDeliveryStatus

from portal.accounts.actors import SITE
from portal.followup.booking import deadlines, sending
from portal.followup.booking.answering import hold
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.sending import Channel, Kind
from portal.followup.booking.states import M, settle
from portal.followup.rows.scope import Scope, system_scope
from snippets.mail.models import Delivery
from snippets.one_by_one import sum_of_each

# A report that comes later changes nothing.
_LOOKED_AT = timedelta(days=30)
_LIVE = (M.QUEUED, M.SENT, M.DELIVERED)
# One more mail a round: a server that was full yesterday may not be today.
_MAILS = 2
_ASKS = (Kind.INVITATION, Kind.CANCELLATION)
_HARD = "L’adresse n’existe pas ou ne reçoit plus"
_SOFT = "La boîte n’a pas pris le message"
_FAILED = "Le message n’est pas parti"
_CAME_BACK = {
    RecipientDeliveryStatus.HARD_BOUNCED: _HARD,
    RecipientDeliveryStatus.SOFT_BOUNCED: _SOFT,
    RecipientDeliveryStatus.UNDETERMINED_BOUNCED: _SOFT,
}


def settle_mails(*, now: datetime) -> int:
    """Read in the site's outbox what is known of each mail; return how many changed."""
    with system_scope(Scope.DELIVERY):
        live = list(
            BookingMessage.objects.in_system_scope()
            .filter(channel=Channel.MAIL, state__in=_LIVE, left_at__gte=now - _LOOKED_AT)
            .order_by("pk")
            .only("pk", "mail_key", "beneficiary", "state")
        )
    known = {
        pk: (status, said)
        for pk, status, said in Email.objects.filter(
            pk__in=[one.mail_key for one in live]
        ).values_list("pk", "status", "recipient_delivery_status")
    }
    changed = []
    for one in live:
        found = state_of(*known[one.mail_key]) if one.mail_key in known else None
        if found and found[0] != one.state:
            changed.append(one)
    return sum_of_each(
        changed,
        lambda one: _settle(one, *(state_of(*known[one.mail_key]) or ("", "")), now),
        failed="delivery %s",
    )


def state_of(status: int, said: int | None) -> tuple[str, str] | None:
    """The state of a message, and why; None while nothing new is known of it."""
    if said in _CAME_BACK:
        return M.BOUNCED, _CAME_BACK[RecipientDeliveryStatus(said)]
    if said == RecipientDeliveryStatus.DELIVERED:
        return M.DELIVERED, ""
    if status in {STATUS.failed, Delivery.WITHHELD}:
        return M.BOUNCED, _FAILED
    return (M.SENT, "") if status == STATUS.sent else None


def _settle(found: BookingMessage, state: str, reason: str, now: datetime) -> int:
    with system_scope(Scope.DELIVERY, actor=SITE):
        hold(found.beneficiary_id)
        message = (
            BookingMessage.objects.in_system_scope()
            .select_for_update(of=("self",))
            .select_related("beneficiary__unit", "appointment")
            .get(pk=found.pk)
        )
        if state == message.state or (message.state == M.DELIVERED and state == M.SENT):
            return 0
        settle(message, state)
        message.reason, message.settled_at = reason, now
        message.save()
        if state == M.BOUNCED:
            send_again(message, now=now)
        return 1


def send_again(message: BookingMessage, *, now: datetime) -> None:
    """What asks the person something and came back leaves again the same day, another way.

    By letter, unless one is there already; by mail as well to an address that was corrected since,
    or once more to one that may work. Inside a scope that writes the case.
    """
    if message.kind == Kind.SUMMONS and message.appointment:
        _letter_of_summons(message, now)
    if message.kind not in _ASKS or message.invitation_id is None:
        return
    rows = Invitation.objects.in_system_scope().select_for_update(of=("self",))
    invitation = rows.select_related("category", "professional", "beneficiary__unit").get(
        pk=message.invitation_id
    )
    is_asked = message.round == invitation.round and invitation.is_open
    if not is_asked:
        return
    about = {"beneficiary": message.beneficiary, "invitation": invitation, "actor": SITE}
    if _may_mail_again(message, invitation):
        sending.send(
            kind=message.kind, channel=Channel.MAIL, appointment=message.appointment, **about
        )
    letters = sending.about(invitation).filter(channel=Channel.LETTER)
    if not letters.exclude(state__in=[M.BOUNCED, M.DROPPED]).exists():
        sending.plan(kind=Kind.INVITATION, channel=Channel.LETTER, due_at=now, **about)
    deadlines.count_again(invitation, now=now)


def _may_mail_again(message: BookingMessage, invitation: Invitation) -> bool:
    """To an address that was not tried in this round, or once more to one that may work."""
    address = message.beneficiary.email
    if not address:
        return False
    tried = BookingMessage.objects.in_system_scope().filter(
        invitation=invitation,
        round=invitation.round,
        channel=Channel.MAIL,
        kind__in=_ASKS,
        address=address,
    )
    count = tried.count()
    return count == 0 or (message.reason == _SOFT and count < _MAILS)


def _letter_of_summons(message: BookingMessage, now: datetime) -> None:
    letters = BookingMessage.objects.in_system_scope().filter(
        appointment=message.appointment, kind=Kind.SUMMONS, channel=Channel.LETTER
    )
    # One before it named another day, when the summons was moved since.
    last = letters.order_by("-pk").first()
    if last is None or last.state in {M.BOUNCED, M.DROPPED}:
        sending.plan(
            beneficiary=message.beneficiary,
            appointment=message.appointment,
            kind=Kind.SUMMONS,
            channel=Channel.LETTER,
            due_at=now,
            actor=SITE,
        )
