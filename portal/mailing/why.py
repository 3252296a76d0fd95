"""Why an address was chosen: what its person reads, and the sender in the list of the campaign."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.accounts.capabilities import CAMPAIGNS
from portal.accounts.capability import Reach
from portal.mailing.models import CampaignRecipient
from snippets import french
from snippets.mail.models import Dispatch

# How far whoever writes campaigns reaches → the service that they write for; the first that holds.
_SERVICES = (
    (Reach.ALL, "service emploi"),
    (Reach.ORGANISATIONS, "service communication"),
    (Reach.SPONSORS, "coordination du parrainage"),
)


@dataclass(frozen=True, slots=True)
class Why:
    """The rule that chose an address, where it comes from and since when, who wrote, and when.

    Sentences, the same for the person and for the sender. `rule` is the whole audience;
    `reason` what made this very address part of it.
    """

    rule: str
    reason: str
    source: str
    sender: str
    replies: str
    sent_at: datetime | None


def why_of(recipient: CampaignRecipient) -> Why:
    """Why this row is in the list. Reads its campaign, its author and its message."""
    campaign = recipient.campaign
    service = service_of(campaign.author)
    return Why(
        rule=campaign.rule,
        reason=recipient.reason,
        source=_source(recipient),
        sender=f"{campaign.author_name}, {service}" if service else campaign.author_name,
        replies=campaign.replies_read_by,
        sent_at=recipient.dispatch.email.created if recipient.dispatch else None,
    )


def why_of_message(dispatch: Dispatch) -> Why | None:
    """Why this message was sent, or None when the list no longer says: it was purged, or erased."""
    rows = CampaignRecipient.objects.select_related("campaign__author", "dispatch__email")
    recipient = rows.filter(dispatch=dispatch, address=dispatch.address).first()
    return why_of(recipient) if recipient else None


def service_of(user: Any) -> str:
    """The service for which somebody writes campaigns; empty once they write none."""
    reached = {CAMPAIGNS.reach(level) for level in user.levels}
    return next((service for reach, service in _SERVICES if reach in reached), "")


def _source(recipient: CampaignRecipient) -> str:
    """Where the address comes from, and since when."""
    origin = recipient.get_origin_display()
    if recipient.since is None:
        return f"Votre adresse vient de\u00a0: {origin}."
    day = french.long_day(timezone.localdate(recipient.since))
    return f"Votre adresse vient de\u00a0: {origin}. Nous l’avons depuis le {day}."
