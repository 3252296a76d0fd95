"""When the messages leave: now, or at a time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign
from portal.mailing.services.changing import change, check_state
from portal.mailing.services.versions import locked
from portal.mailing.states import Status

SEND_JOB = "mailing.send_campaign"
IN_THE_PAST = "Choisissez un moment à venir."


@transaction.atomic
def schedule(*, campaign: Campaign, user: User, version: int, scheduled_at: datetime) -> Campaign:
    """Send at this time. Raises CampaignError for a time that is past, and by the state."""
    now = timezone.now()
    row = locked(campaign=campaign, user=user, version=version)
    if scheduled_at <= now:
        raise CampaignError(IN_THE_PAST, field="scheduled_at")
    row.scheduled_at = scheduled_at
    return change(row, Status.SCHEDULED, actor=Actor(user), now=now)


@transaction.atomic
def unschedule(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Forget the time: the campaign stays approved. Raises CampaignError."""
    row = locked(campaign=campaign, user=user, version=version)
    check_state(row, Status.SCHEDULED)
    row.scheduled_at = None
    return change(row, Status.APPROVED, actor=Actor(user), now=timezone.now())


@transaction.atomic
def start(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Send now. Of two colleagues at once, the second is told what the first did.

    Raises CampaignError.
    """
    row = locked(campaign=campaign, user=user, version=version)
    # From a pause one resumes, after the end one sends failures again.
    check_state(row, Status.APPROVED, Status.SCHEDULED)
    return _start(row, Actor(user), timezone.now())


def start_due(*, now: datetime) -> int:
    """Start the campaigns whose time has come; return how many. Several workers may ask at once."""
    started = 0
    while True:
        with transaction.atomic():
            due = Campaign.objects.filter(status=Status.SCHEDULED, scheduled_at__lte=now)
            rows = due.order_by("scheduled_at", "pk").select_for_update(skip_locked=True)
            campaign = rows.first()
            if campaign is None:
                return started
            _start(campaign, SITE, now)
            started += 1


def go_on(campaign: Campaign) -> None:
    """Queue the job that sends what waits, in the caller's transaction: nobody waits a minute."""
    app.configure_task(SEND_JOB, allow_unknown=False).defer(campaign_id=campaign.pk)


def _start(campaign: Campaign, actor: Actor, now: datetime) -> Campaign:
    campaign.started_at = now
    change(campaign, Status.SENDING, actor=actor, now=now)
    go_on(campaign)
    return campaign
