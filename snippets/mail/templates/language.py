"""The tags and filters that the texts of messages may use (see `engine`)."""

from datetime import date

from django import template
from django.template import defaultfilters
from django.template.defaulttags import do_if

register = template.Library()

register.tag("if", do_if)
register.filter("capfirst", defaultfilters.capfirst)
register.filter("date", defaultfilters.date)
register.filter("default", defaultfilters.default)
register.filter("lower", defaultfilters.lower)
register.filter("pluralize", defaultfilters.pluralize)
register.filter("truncatechars", defaultfilters.truncatechars)


@register.filter
def long_date(value: object) -> str:
    """A day in full: "vendredi 1er janvier 2027". Empty for anything but a date."""
    if not isinstance(value, date):
        return ""
    written = defaultfilters.date(value, "l j F Y")
    return written.replace(" 1 ", " 1er ", 1) if value.day == 1 else written


@register.filter
def quoted(value: object) -> str:
    """What somebody wrote, "> " before each line: told apart from what the service says."""
    lines = str(value or "").strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)
