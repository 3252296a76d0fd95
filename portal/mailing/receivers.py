"""What campaigns make of what happens to their messages and to the people of their lists."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.mailing.audiences.still import hold_the_week, no_longer_chosen
from portal.mailing.errors import AudienceError
from portal.mailing.models import Campaign, CampaignRecipient, Withheld
from portal.mailing.sending import watch
from portal.mailing.services.changing import change
from portal.mailing.services.forgetting import forget
from portal.mailing.services.objecting import keep_objection
from portal.mailing.states import Status
from portal.participation.models import Participant
from portal.participation.signals import participant_erasing
from portal.personal_data.signals import account_erasing
from snippets import french
from snippets.addresses import normal_address
from snippets.mail.delivery.outcomes import message_failed
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.resend import ResendError, message_resending

SENT_AGAIN = "Un message est renvoyé."
NOT_CHOSEN = "Ce message fait partie d’une campagne, et ne peut pas repartir\u00a0: {reason}."


def connect() -> None:
    """Called once the app is ready."""
    message_failed.connect(stop_at_too_many, dispatch_uid="mailing.failed")
    message_resending.connect(reopen, dispatch_uid="mailing.resending")
    account_erasing.connect(forget_account, dispatch_uid="mailing.erase_account")
    participant_erasing.connect(forget_guest, dispatch_uid="mailing.erase_guest")


def stop_at_too_many(sender: Any, email: Email, **kwargs: Any) -> None:
    """The failure that is one too many stops its campaign at once, not in a minute."""
    rows = CampaignRecipient.objects.filter(dispatch_id=email.pk)
    for campaign_id in rows.values_list("campaign", flat=True):
        watch(campaign_id=campaign_id)


def reopen(sender: Any, dispatch: Dispatch, by: Actor | None = None, **kwargs: Any) -> None:
    """A message that an officer sends again: its campaign, if it was over, is not any more.

    Its row is locked before the message's, as who pauses a campaign does. Raises ResendError when
    the campaign would not write to this address any more.
    """
    rows = CampaignRecipient.objects.filter(dispatch=dispatch)
    if not rows.exists():
        return
    hold_the_week()
    row, now = rows.get(), timezone.now()
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=row.campaign_id)
    try:
        gone = no_longer_chosen(campaign=campaign, addresses=[row.address], now=now)
    except AudienceError as error:
        raise ResendError(str(error)) from error
    if row.address in gone:
        reason = french.lower_first(str(Withheld(gone[row.address]).label))
        raise ResendError(NOT_CHOSEN.format(reason=reason))
    if dispatch.email.status == Delivery.UNCERTAIN:
        rows.update(may_have_arrived=True)
    if campaign.status == Status.SENT:
        campaign.ended_at = None
        change(campaign, Status.SENDING, actor=by or SITE, now=now, note=SENT_AGAIN)


def forget_account(sender: Any, user: User, **kwargs: Any) -> None:
    """The rows of somebody whose account is erased, by account and by address.

    Their refusal stays if their address does: the register deletes the others afterwards.
    """
    forget(CampaignRecipient.objects.filter(Q(user=user) | Q(address=normal_address(user.email))))
    keep_objection(address=user.email)


def forget_guest(sender: Any, participant: Participant, **kwargs: Any) -> None:
    """The rows of the address of somebody without an account."""
    if participant.email:
        address = normal_address(participant.email)
        forget(CampaignRecipient.objects.filter(address=address, user=None))
