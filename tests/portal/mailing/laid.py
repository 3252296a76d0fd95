"""Campaigns that the rows of the authorisation matrix name."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.mailing.models import CampaignChange, Source
from tests.portal.mailing.world import approved, campaign, earlier_campaign


def lay_campaigns(world: Any, author: Any) -> None:
    """A draft to organisations, others that are approved and sent, and one to candidates."""
    reply = {"reply_to": author.email, "replies_read_by": "Marie Petit"}
    world.draft_campaign = campaign(author, **reply)
    world.candidate_campaign = campaign(author, Source.CANDIDATES)
    world.approved_campaign = earlier_campaign(author, "accueil@menuiserie.example", **reply)
    world.sent_campaign = earlier_campaign(
        author,
        "contact@garage.example",
        "contact@hotel.example",
        "contact@ferme.example",
        **reply,
    )
    world.sent_row = world.sent_campaign.recipients.order_by("pk").first()
    world.sent_campaign.recipients.filter(address="contact@hotel.example").update(
        withheld="no_longer"
    )
    world.sent_campaign.recipients.filter(withheld="").update(kept_outcome="sent")
    now = timezone.now()
    approved(
        world.sent_campaign,
        status="sent",
        started_at=now - timedelta(hours=2),
        ended_at=now - timedelta(hours=1),
    )
    for row in (world.draft_campaign, world.sent_campaign):
        CampaignChange.objects.create(
            campaign=row, to_status="draft", actor=author, actor_name=str(author)
        )
