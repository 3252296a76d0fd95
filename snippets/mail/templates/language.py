"""The tags and filters that the texts of messages may use (see `engine`)."""

from datetime import date, datetime

from django import template
from django.template import defaultfilters
from django.template.defaulttags import do_if
from django.utils import timezone

from snippets import french

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
    """A day in full: "vendredi 1er janvier 2027"; words that stand for one are left as they are."""
    day = _day(value)
    return french.full_date(day) if day else _words(value)


@register.filter
def long_day(value: object) -> str:
    """The same without the day of the week: "1er janvier 2027"."""
    day = _day(value)
    return french.long_day(day) if day else _words(value)


def _words(value: object) -> str:
    """What a campaign writes in the place of a day that it does not know; nothing for the rest."""
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    """The day here of a moment; the samples of messages have no time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value if isinstance(value, date) else None


@register.filter
def de(value: object) -> str:
    """What is of a name: "de Claire", "d’Atelier Vauban"; nothing for nothing."""
    return french.of(value) if str(value or "").strip() else ""


@register.filter
def quoted(value: object) -> str:
    """What somebody wrote, "> " before each line: told apart from what the service says."""
    lines = str(value or "").strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)
