"""Campaigns, their lists of recipients, what became of each."""

from portal.mailing.models.campaign import (
    Campaign,
    CampaignCard,
    CampaignChange,
    CampaignFallback,
    Source,
    people_for,
    sources_for,
)
from portal.mailing.models.recipient import CampaignRecipient, Origin, Outcome, Withheld

__all__ = [
    "Campaign",
    "CampaignCard",
    "CampaignChange",
    "CampaignFallback",
    "CampaignRecipient",
    "Origin",
    "Outcome",
    "Source",
    "Withheld",
    "people_for",
    "sources_for",
]
