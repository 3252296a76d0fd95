"""Days and hours as people read them."""

from datetime import date
from decimal import Decimal

from django import template

from portal.followup.configuration import printing
from snippets import french

register = template.Library()


@register.filter
def as_hours(value: Decimal | int) -> str:
    """“3 h 30”."""
    return french.hours(value)


@register.filter
def long_day(value: date | None) -> str:
    """“1er mars 2027”; nothing for no day."""
    return printing.long_day(value) if value else ""
