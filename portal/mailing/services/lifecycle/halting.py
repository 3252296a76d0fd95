"""Stopped, taken up again, ended: nobody to whom a message was handed over is written to twice."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.mailing.audiences.still import hold_the_week, no_longer_chosen
from portal.mailing.errors import CampaignError
from portal.mailing.ledger import counts, rows_of
from portal.mailing.models import Campaign, Withheld
from portal.mailing.services.changing import change, check_state
from portal.mailing.services.lifecycle.starting import go_on
from portal.mailing.services.versions import locked
from portal.mailing.services.withholding import withhold_gone
from portal.mailing.states import Status
from snippets.mail import resend
from snippets.mail.delivery import halting
from snippets.mail.models import Delivery, Dispatch, DispatchQuerySet

ONE_MORE = (
    "La liste compte {more} de plus que celle qui a été approuvée. Rien ne part\u00a0: "
    "annulez cette campagne, et reprenez-la dans une nouvelle."
)
NO_FAILURE = (
    "Aucun message ne peut être renvoyé\u00a0: ceux qui ont échoué visent des adresses qui ne "
    "reçoivent plus rien, ou qui ne font plus partie du public choisi."
)


@transaction.atomic
def pause(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Stop what has not left: at once, but for the message that a worker has in hand.

    Raises CampaignError.
    """
    row = locked(campaign=campaign, user=user, version=version)
    return hold(row, actor=Actor(user), now=timezone.now())


@transaction.atomic
def resume(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Go on with what was stopped. The failures of before were seen: they pause nothing again.

    A pause may have lasted: what the rule no longer chooses is withheld first.
    Raises CampaignError, AudienceError when the rule does not hold any more.
    """
    hold_the_week()
    row = locked(campaign=campaign, user=user, version=version)
    check_state(row, Status.PAUSED)
    if reason := too_long(row):
        raise CampaignError(reason)
    now = timezone.now()
    withhold_gone(campaign=row, now=now)
    row.pause_reason = ""
    _see(row)
    change(row, Status.SENDING, actor=Actor(user), now=now)
    halting.release(dispatches=messages_of(row))
    go_on(row)
    return row


@transaction.atomic
def cancel(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """End it: what has not left never does. Raises CampaignError."""
    row = locked(campaign=campaign, user=user, version=version)
    return end(row, actor=Actor(user), now=timezone.now())


@transaction.atomic
def resend_failures(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Send again what was refused for now or for good, under the same Message-ID.

    Neither what is uncertain, nor what came back, nor what goes to an address that may no longer
    be written to: these stay as they are. Raises CampaignError when nothing is left, AudienceError
    when the rule does not hold any more.
    """
    hold_the_week()
    row = locked(campaign=campaign, user=user, version=version)
    check_state(row, Status.SENT)
    now = timezone.now()
    sent_again = resend.resend_failures(dispatches=failures_of(row, now=now))
    if not sent_again:
        raise CampaignError(NO_FAILURE)
    row.ended_at = None
    _see(row)
    note = f"Messages renvoyés\u00a0: {sent_again}"
    return change(row, Status.SENDING, actor=Actor(user), now=now, note=note)


def hold(campaign: Campaign, *, actor: Actor, now: datetime, reason: str = "") -> Campaign:
    """Pause a campaign whose row is held, with why when the site does it. Raises CampaignError."""
    campaign.pause_reason = reason
    change(campaign, Status.PAUSED, actor=actor, now=now, note=reason)
    halting.hold(dispatches=messages_of(campaign))
    return campaign


def end(campaign: Campaign, *, actor: Actor, now: datetime, note: str = "") -> Campaign:
    """Cancel a campaign whose row is held, with why when the site does it. Raises CampaignError."""
    campaign.ended_at, campaign.pause_reason = now, ""
    change(campaign, Status.CANCELLED, actor=actor, now=now, note=note)
    campaign.recipients.filter(dispatch=None, withheld="", kept_outcome="").update(
        withheld=Withheld.CANCELLED
    )
    halting.cancel(dispatches=messages_of(campaign))
    return campaign


def too_long(campaign: Campaign) -> str:
    """Why a list that has grown since it was approved must not be written to, or nothing."""
    more = rows_of(campaign) - (campaign.frozen_count or 0)
    if more <= 0:
        return ""
    return ONE_MORE.format(more=f"{more}\u00a0destinataire{'s' if more > 1 else ''}")


def failures_of(campaign: Campaign, *, now: datetime) -> DispatchQuerySet:
    """The messages that failed and that may be sent again now."""
    failed = campaign.recipients.filter(
        dispatch__email__status=Delivery.FAILED, kept_outcome="", may_have_arrived=False
    )
    may_leave = resend.failures_among(
        Dispatch.objects.filter(campaign_recipient__in=failed.values("pk"))
    )
    addresses = list(may_leave.values_list("campaign_recipient__address", flat=True))
    if not addresses:
        return may_leave
    gone = no_longer_chosen(campaign=campaign, addresses=addresses, now=now)
    return may_leave.exclude(campaign_recipient__address__in=gone)


def messages_of(campaign: Campaign) -> DispatchQuerySet:
    """The messages of a campaign that were queued."""
    return Dispatch.objects.filter(campaign_recipient__campaign=campaign)


def _see(campaign: Campaign) -> None:
    """Note the answers that whoever goes on has seen: only later ones may pause it again."""
    ledger = counts(campaign)
    campaign.answered_before, campaign.failed_before = ledger.answered, ledger.undelivered
