"""Hours as people read them."""

from decimal import Decimal

from django import template

from snippets import french

register = template.Library()


@register.filter
def as_hours(value: Decimal | int) -> str:
    """“3 h 30”."""
    return french.hours(value)
