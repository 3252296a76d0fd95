"""The way from the CMS to the answers of an opportunity, for templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import Page

from pages.follow_links import FollowLink, follow_links, lost_with
from pages.models import OpportunityPage

register = template.Library()


@register.simple_tag
def follow_link(page: Any, user: Any) -> FollowLink | None:
    """The list of a page that is being edited, if this person is shown one."""
    if not isinstance(page, OpportunityPage) or not page.pk:
        return None
    return follow_links([page], user=user).get(page.pk)


@register.simple_tag
def answers_lost_with(items: Iterable[dict[str, Page]]) -> list[tuple[str, int]]:
    """What the pages of a bulk action would leave without a page: (label, count)."""
    return lost_with([item["item"] for item in items])
