"""What the people who send a campaign are told of it."""

from portal.accounts.models import User
from portal.mailing.ledger import Ledger
from portal.mailing.models import Campaign
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url


def to_approve(campaign: Campaign, approver: User, *, asked_by: User, count: int) -> None:
    """To each person who may agree to it."""
    _tell("campaign_to_approve", approver, campaign, asked_by=str(asked_by), count=count)


def waits_alone(campaign: Campaign, writer: User, *, count: int) -> None:
    """To its author and to who asked: nobody else may agree to it now."""
    _tell("campaign_waits", writer, campaign, count=count)


def approved(campaign: Campaign) -> None:
    """To its author: somebody else agreed."""
    values = {"approved_by": campaign.approved_by_name, "count": campaign.frozen_count}
    _tell("campaign_approved", campaign.author, campaign, **values)


def paused(campaign: Campaign) -> None:
    """To its author: the site stopped it, why, and what to do."""
    _tell("campaign_paused", campaign.author, campaign, reason=campaign.pause_reason)


def given_up(campaign: Campaign) -> None:
    """To its author: nobody finished it, the site cancelled it."""
    _tell("campaign_given_up", campaign.author, campaign)


def done(campaign: Campaign, ledger: Ledger) -> None:
    """To its author: it is over, with its numbers."""
    _tell(
        "campaign_done",
        campaign.author,
        campaign,
        count=ledger.total,
        sent=ledger.sent,
        withheld=ledger.withheld,
        failed=ledger.undelivered,
        uncertain=ledger.uncertain,
    )


def _tell(key: str, to: User, campaign: Campaign, **values: MailValue) -> None:
    """Nobody is left to tell of the campaign of an account that was closed."""
    if to.is_active:
        context = {
            "recipient_name": to.get_short_name(),
            "campaign": campaign.name,
            "campaign_url": absolute_url("mailing:campaign", campaign.pk),
            **values,
        }
        queue_mail(key, to=to.email, context=context)
