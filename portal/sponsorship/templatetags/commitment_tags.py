"""What the screens of volunteering commitments show."""

from decimal import Decimal
from typing import Any

from django import template

from portal.accounts.capabilities import CONFIRM_HOURS
from portal.accounts.holders import may, may_as_agent
from portal.sponsorship.commitments.models import VolunteerHours
from portal.sponsorship.commitments.values import told_times
from snippets import french
from snippets.models import Organisation

register = template.Library()


@register.filter
def in_hours(value: Decimal | None) -> str:
    """« 2 h 30 »; nothing is « 0 h »."""
    return french.hours(value or 0)


@register.filter
def times(line: VolunteerHours) -> str:
    """« de 9 h à 11 h 30 »."""
    return told_times(line.starts_at, line.ends_at)


@register.simple_tag(takes_context=True)
def receives_volunteers(context: dict[str, Any], organisation: Organisation) -> bool:
    """Whether the visitor, a member, confirms hours for this organisation."""
    return bool(
        organisation.kind in CONFIRM_HOURS.verified_kinds
        and organisation.verified_at
        and not organisation.suspended_at
        and may(context["request"].user, CONFIRM_HOURS)
    )


@register.simple_tag(takes_context=True)
def follows_volunteers(context: dict[str, Any]) -> bool:
    """Whether the visitor reads the commitments of every association."""
    return may_as_agent(context["request"].user, CONFIRM_HOURS)


@register.simple_tag
def screen(door: Any, name: str = "", *arguments: Any) -> str:
    """The address of a screen of the side that reads: in the space, by a link, of the members."""
    address: str = door.address(name, *arguments)
    return address
