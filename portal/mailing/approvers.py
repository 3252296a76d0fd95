"""Who may agree to a campaign, besides who wrote it, and when somebody else has to."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from portal.accounts.models import User
from portal.mailing.models import Campaign, CampaignChange, people_for
from portal.mailing.states import Status

WEEK = timedelta(days=7)


def approvers_of(campaign: Campaign) -> QuerySet[User]:
    """Who may write to this public, and neither wrote the campaign nor asked for it to be sent."""
    return people_for(campaign.source).exclude(pk__in=writers_of(campaign)).order_by("pk")


def writers_of(campaign: Campaign) -> set[int]:
    """Its author, and who submitted it last: a colleague may have finished the text."""
    return writers_among([campaign])[campaign.pk]


def writers_among(campaigns: Collection[Campaign]) -> dict[int, set[int]]:
    """The same of each of these campaigns, by key, in one query.

    A line of the history whose state stays (a try) is no submission.
    """
    writers = {row.pk: {row.author_id} for row in campaigns}
    asked = CampaignChange.objects.filter(
        campaign__in=list(writers), to_status=Status.SUBMITTED, actor__isnull=False
    ).exclude(from_status=F("to_status"))
    last = asked.order_by("campaign", "-at", "-pk").distinct("campaign")
    for key, actor in last.values_list("campaign", "actor") if writers else ():
        writers[key].add(actor)
    return writers


def approved_alone(*, user: User, source: str, now: datetime) -> int:
    """How many recipients of a public somebody agreed to without a second person, in seven days.

    What was cancelled before it began wrote to nobody.
    """
    alone = CampaignChange.objects.filter(
        campaign=OuterRef("pk"),
        from_status=Status.DRAFT,
        to_status=Status.APPROVED,
        actor=user,
        at__gt=now - WEEK,
    )
    rows = Campaign.objects.filter(
        Exists(alone), source=source, approved_by=user, frozen_at__gt=now - WEEK
    )
    counted = rows.exclude(status=Status.CANCELLED, started_at=None)
    return counted.aggregate(sum=Sum("frozen_count"))["sum"] or 0


def needs_second(count: int, *, alone: int) -> bool:
    """Whether a list needs another person, with what was `approved_alone` before.

    Several copies of a small list are a large one.
    """
    return count + alone > settings.CAMPAIGN_APPROVAL_ABOVE
