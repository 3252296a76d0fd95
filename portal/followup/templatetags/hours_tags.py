"""Hours and times as people read them."""

from decimal import Decimal
from typing import Any

from django import template

from portal.followup.hours.values import told_times
from snippets import french

register = template.Library()


@register.filter
def as_hours(value: Decimal | int) -> str:
    """“3 h 30”."""
    return french.hours(value)


@register.filter
def as_number(value: Decimal) -> str:
    """“3.50”: what a program reads again, whatever the language of the page."""
    return str(value)


@register.filter
def times(activity: Any) -> str:
    """“de 9 h à 11 h 30”, of a line or of what was found."""
    return told_times(activity.starts_at, activity.ends_at)
