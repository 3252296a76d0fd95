"""Why an address was chosen: what its person reads, and the sender in the list of the campaign."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from post_office.models import STATUS, Log

from portal.accounts.capabilities import CAMPAIGNS
from portal.accounts.capability import Reach
from portal.mailing.models import CampaignRecipient, Origin
from snippets import french
from snippets.mail.models import Delivery, Dispatch

# How far whoever writes campaigns reaches → the service that they write for; the first that holds.
_SERVICES = (
    (Reach.ALL, "service emploi"),
    (Reach.ORGANISATIONS, "service communication"),
    (Reach.SPONSORS, "coordination du parrainage"),
)

# What gives an address has a date; when the address itself was written in it, nothing says.
_MAY_HAVE_CHANGED = "l’adresse a pu y être changée depuis."
_SINCE = {
    Origin.MEMBERSHIP: f"Ce compte est membre depuis le {{day}}\u00a0; {_MAY_HAVE_CHANGED}",
    Origin.ORGANISATION: f"Cette fiche existe depuis le {{day}}\u00a0; {_MAY_HAVE_CHANGED}",
    Origin.PUBLISHED_CONTACT: (f"Cette annonce est parue le {{day}}\u00a0; {_MAY_HAVE_CHANGED}"),
    Origin.ACCOUNT: f"Ce compte existe depuis le {{day}}\u00a0; {_MAY_HAVE_CHANGED}",
    Origin.REGISTRATION: "Vous vous êtes inscrit·e le {day}, et nous écrivons à votre compte.",
    Origin.APPLICATION: "Vous avez postulé le {day}, et nous écrivons à votre compte.",
    Origin.SPONSOR: f"Cet engagement date du {{day}}\u00a0; {_MAY_HAVE_CHANGED}",
}


@dataclass(frozen=True, slots=True)
class Why:
    """The rule that chose an address, where it comes from and since when, who wrote, and when.

    Sentences, the same for the person and for the sender. `rule` is the whole audience;
    `reason` what made this very address part of it. `sent_at`: when a server took the message,
    the last time if it was sent again; None before, or when the message is gone.
    """

    rule: str
    reason: str
    source: str
    sender: str
    replies: str
    sent_at: datetime | None


def why_of(recipient: CampaignRecipient) -> Why:
    """Why this row is in the list. Reads its campaign, its message and the message's journal."""
    campaign = recipient.campaign
    service = campaign.author_service
    return Why(
        rule=campaign.rule,
        reason=recipient.reason,
        source=_source(recipient),
        sender=f"{campaign.author_name}, {service}" if service else campaign.author_name,
        replies=campaign.replies_read_by,
        sent_at=_sent_at(recipient),
    )


def why_of_message(dispatch: Dispatch) -> Why | None:
    """Why this message was sent, or None when the list no longer says: it was purged, or erased."""
    rows = CampaignRecipient.objects.select_related("campaign", "dispatch__email")
    recipient = rows.filter(dispatch=dispatch, address=dispatch.address).first()
    return why_of(recipient) if recipient else None


def service_of(user: Any) -> str:
    """The service for which somebody writes campaigns; empty once they write none."""
    reached = {CAMPAIGNS.reach(level) for level in user.levels}
    return next((service for reach, service in _SERVICES if reach in reached), "")


def _sent_at(recipient: CampaignRecipient) -> datetime | None:
    """When a server took the message."""
    if recipient.dispatch is None or recipient.dispatch.email.status != Delivery.SENT:
        return None
    taken = Log.objects.filter(email=recipient.dispatch_id, status=STATUS.sent)
    return taken.order_by("-pk").values_list("date", flat=True).first()


def _source(recipient: CampaignRecipient) -> str:
    """Where the address comes from, and since when what gives it is there."""
    said = f"Votre adresse vient de\u00a0: {recipient.get_origin_display()}."
    if recipient.since is None:
        return said
    day = french.long_day(timezone.localdate(recipient.since))
    return f"{said} {_SINCE[Origin(recipient.origin)].format(day=day)}"
