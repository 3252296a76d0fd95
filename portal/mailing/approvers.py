"""Who may agree to a campaign, besides who wrote it."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.mailing.models import Campaign, people_for
from portal.mailing.states import Status


def approvers_of(campaign: Campaign) -> QuerySet[User]:
    """Who may write to this public, and neither wrote the campaign nor asked for it to be sent."""
    return people_for(campaign.source).exclude(pk__in=writers_of(campaign)).order_by("pk")


def writers_of(campaign: Campaign) -> set[int]:
    """Its author, and who submitted it last: a colleague may have finished the text."""
    asked = campaign.changes.filter(to_status=Status.SUBMITTED, actor__isnull=False)
    last = asked.order_by("-at", "-pk").values_list("actor", flat=True).first()
    return {campaign.author_id} | ({last} if last is not None else set())
