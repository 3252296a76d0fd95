"""What campaigns make of what happens to their messages and to the people of their lists."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE
from portal.accounts.models import User
from portal.mailing.models import Campaign, CampaignRecipient
from portal.mailing.sending import watch
from portal.mailing.services.changing import change
from portal.mailing.services.forgetting import forget
from portal.mailing.services.objecting import keep_objection
from portal.mailing.states import Status
from portal.participation.models import Participant
from portal.participation.signals import participant_erasing
from portal.personal_data.signals import account_erasing
from snippets.addresses import normal_address
from snippets.mail.delivery.outcomes import message_failed
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.resend import message_resending


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


def reopen(sender: Any, dispatch: Dispatch, **kwargs: Any) -> None:
    """A message that an officer sends again: its campaign, if it was over, is not any more.

    Its row is locked before the message's, as who pauses a campaign does.
    """
    row = CampaignRecipient.objects.filter(dispatch=dispatch).first()
    if row is None:
        return
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=row.campaign_id)
    if dispatch.email.status == Delivery.UNCERTAIN:
        CampaignRecipient.objects.filter(pk=row.pk).update(may_have_arrived=True)
    if campaign.status == Status.SENT:
        campaign.ended_at = None
        note = "Un message est renvoyé."
        change(campaign, Status.SENDING, actor=SITE, now=timezone.now(), note=note)


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
