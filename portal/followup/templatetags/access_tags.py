"""What templates say of accesses."""

from typing import Any

from django import template

from portal.followup.access.places import label_of
from portal.followup.access.queries import Standing, standing_of

register = template.Library()
register.filter("place_label", label_of)


@register.simple_tag(takes_context=True)
def case_standing(context: dict[str, Any]) -> Standing | None:
    """Why the case on screen is open to who reads it, when that has an end."""
    return standing_of(
        context["request"].user,
        context["case"],
        referent=context["header"].referent,
        may_write=context["may_write"],
    )
