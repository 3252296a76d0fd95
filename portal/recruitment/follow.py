"""Where the CMS leads whoever edits a session: to its list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from pages.follow_links import FollowLink, register_follow_link
from pages.models import ApplyBy
from pages.wording import KindName
from portal.recruitment.models import Roster
from portal.recruitment.rules import is_agent
from portal.recruitment.states import LEFT, Status

LABEL = "Inscriptions"


def connect() -> None:
    """Called once the app is ready."""
    register_follow_link(KindName.SESSION, follow_links, may_follow=is_agent)


def follow_links(pages: Sequence[Any]) -> dict[int, FollowLink]:
    """The list of each page that people register to here, or to which somebody is registered."""
    counted = ~Q(registrations__status__in=(*LEFT, Status.TO_CONFIRM))
    rosters = Roster.objects.filter(page__in=[page.pk for page in pages]).annotate(
        count=Count("registrations", filter=counted)
    )
    by_page = {roster.page_id: roster for roster in rosters}
    return {
        page.pk: FollowLink(LABEL, roster.count, reverse("recruitment:list", args=[roster.pk]))
        for page in pages
        if (roster := by_page.get(page.pk)) and (roster.count or page.apply_by == ApplyBy.PLATFORM)
    }
