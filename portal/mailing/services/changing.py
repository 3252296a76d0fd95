"""The one way a campaign changes state: allowed, written, and kept in its history."""

from datetime import datetime
from typing import NoReturn

from portal.accounts.actors import Actor
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign, CampaignChange
from portal.mailing.services.versions import what_happened
from portal.mailing.states import Status, may_become

NOT_NOW = "C’est impossible\u00a0: cette campagne est «\u00a0{state}\u00a0»."


def check_state(campaign: Campaign, *states: Status) -> None:
    """Raise CampaignError, with who put the campaign where it is, unless it is in one of these.

    Two acts may lead to one state, each from its own.
    """
    if campaign.status not in states:
        _refuse(campaign)


def change(
    campaign: Campaign, to: Status, *, actor: Actor, now: datetime, note: str = ""
) -> Campaign:
    """Take a campaign to another state and write who did it; who calls holds its row.

    A page that was open before does nothing any more: its version is an old one. What else changes
    with the state was set on it already. Raises CampaignError when the state
    refuses it.
    """
    if not may_become(campaign.status, to):
        _refuse(campaign)
    before, campaign.status = campaign.status, to
    campaign.version += 1
    campaign.save()
    CampaignChange.objects.create(
        campaign=campaign,
        at=now,
        from_status=before,
        to_status=to,
        actor=actor.user,
        actor_name=actor.name,
        note=note[:300],
    )
    return campaign


def _refuse(campaign: Campaign) -> NoReturn:
    label = Status(campaign.status).label.lower()
    message = f"{NOT_NOW.format(state=label)} {what_happened(campaign)}"
    raise CampaignError(message)
