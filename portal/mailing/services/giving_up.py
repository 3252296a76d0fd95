"""Campaigns that nobody finishes: addresses are not kept for a message that never leaves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.actors import SITE
from portal.mailing import telling
from portal.mailing.models import Campaign, CampaignChange
from portal.mailing.services.lifecycle.halting import end
from portal.mailing.states import Status

UNTOUCHED = timedelta(days=183)
NOTE = "Personne n’y a touché depuis six mois."
# Their list exists, and nothing of it leaves by itself.
_AT_REST = (Status.APPROVED, Status.SCHEDULED, Status.PAUSED)


def cancel_untouched(*, now: datetime) -> int:
    """Cancel the campaigns whose list has waited for six months, and tell their authors.

    One that is to leave later is left; its list goes a year after, as every other. Return how many.
    """
    cancelled = 0
    for pk in list(_untouched(now).values_list("pk", flat=True)):
        with transaction.atomic():
            # Asked again once it is held: a colleague may have taken it up meanwhile.
            campaign = _untouched(now).select_for_update(no_key=True).filter(pk=pk).first()
            if campaign is not None:
                end(campaign, actor=SITE, now=now, note=NOTE)
                telling.given_up(campaign)
                cancelled += 1
    return cancelled


def _untouched(now: datetime) -> QuerySet[Campaign]:
    limit = now - UNTOUCHED
    recent = CampaignChange.objects.filter(campaign=OuterRef("pk"), at__gte=limit)
    is_to_leave = Q(status=Status.SCHEDULED, scheduled_at__gte=limit)
    return Campaign.objects.filter(
        ~Exists(recent), ~is_to_leave, status__in=_AT_REST, frozen_at__lt=limit
    ).order_by("pk")
