"""What those who recruit are told, and what follows from what becomes of an opportunity."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse

from pages.follow_links import FollowLink, register_follow_link
from pages.models import ApplyBy
from pages.signals import opportunity_filled
from pages.wording import KindName
from portal.applications.models import Application
from portal.applications.services import arrivals, closing
from portal.applications.signals import application_sent
from portal.applications.states import Refusal
from portal.participation.recruiting import is_agent
from portal.participation.replies import register_reasons

LABEL = "Candidatures"


def connect() -> None:
    """Called once the app is ready."""
    register_reasons(Refusal.choices)
    application_sent.connect(arrivals.on_sent, dispatch_uid="applications.arrivals")
    opportunity_filled.connect(closing.on_filled, dispatch_uid="applications.filled")
    for kind in (KindName.JOB, KindName.VOLUNTEERING):
        register_follow_link(kind, follow_links, may_follow=may_follow)


def may_follow(user: Any) -> bool:
    """Whether the CMS shows them the way: a member who edits there has a space of their own."""
    return is_agent(user)


def follow_links(pages: Sequence[Any]) -> dict[int, FollowLink]:
    """The list of each page that one may apply to here, or that somebody has applied to."""
    counted = Application.objects.filter(page__in=[page.pk for page in pages]).order_by()
    counts: dict[int, int] = dict(
        counted.values_list("page_id").annotate(count=Count("pk")).values_list("page_id", "count")
    )
    return {
        page.pk: FollowLink(LABEL, count, reverse("applications:list", args=[page.pk]))
        for page in pages
        if (count := counts.get(page.pk, 0)) or page.apply_by == ApplyBy.PLATFORM
    }
