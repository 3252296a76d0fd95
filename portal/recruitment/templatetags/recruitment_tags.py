"""What public pages say of a session's list: asked at each visit, kept in no index nor cache."""

from dataclasses import replace
from typing import Any

from django import template

from pages.models import ApplyBy, RecruitmentSessionPage
from portal.accounts.capabilities import APPLY_FOR
from portal.accounts.holders import may
from portal.recruitment.availability import Availability, availability_of_page
from portal.recruitment.links import own_path
from portal.recruitment.models import Registration
from portal.recruitment.states import LEFT

register = template.Library()


@register.simple_tag(takes_context=True)
def places_left(context: dict[str, Any], page: RecruitmentSessionPage) -> Availability | None:
    """How many places a session has left, and the page of one's own registration to it.

    One or two queries, and one more for who is signed in. None without a list, for a draft,
    and where people do not register here.
    """
    if page.pk is None or page.apply_by != ApplyBy.PLATFORM:
        return None
    found = availability_of_page(page.pk)
    request = context.get("request")
    if found is None or request is None or not request.user.is_authenticated:
        return found
    own = (
        Registration.objects.owned_by(request.user)
        .filter(roster=found.roster)
        .exclude(status__in=LEFT)
        .first()
    )
    return replace(found, own_path=own_path(own)) if own else found


@register.simple_tag(takes_context=True)
def registers_people(context: dict[str, Any]) -> bool:
    """Whether the visitor may register somebody else to a session."""
    return may(context["request"].user, APPLY_FOR)
