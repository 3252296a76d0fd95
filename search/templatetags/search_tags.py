"""Icons, lists of opportunities, French dates and numbers for templates."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context, RequestContext
from django.utils import timezone

from search import queries
from search.models import Opportunity
from search.screens import home
from search.screens.agenda import upcoming
from search.screens.cards import cards
from search.screens.hearts import heart_with_words, kept_by
from search.screens.home import OffersNear
from search.screens.icons import icon
from search.screens.maps import MapOptions, map_options
from search.screens.search_page import empty_fields
from snippets import french
from snippets.site import absolute

register = template.Library()


register.simple_tag(icon)


@register.inclusion_tag("components/opportunity_cards.html", takes_context=True)
def opportunity_cards(context: Context, rows: Any, layout: str = "") -> dict[str, Any]:
    """List opportunities as cards, each with an h3; `layout` may be “grid”."""
    return _cards_context(context, rows, layout)


@register.simple_tag
def offers_near(limit: int = 2) -> OffersNear:
    """Return the newest job offers near the seat of the territory."""
    return home.offers_near(limit)


@register.inclusion_tag("components/heart.html", takes_context=True)
def heart_of(context: Context, page: Any) -> dict[str, Any]:
    """Show the button that keeps the opportunity of this page."""
    kept = page.pk in kept_by(context.get("request"))
    return {"heart": heart_with_words(identifier=page.pk, kept=kept)}


@register.simple_tag
def next_sessions(limit: int = 4) -> list[Opportunity]:
    """Return the next sessions that take place."""
    return upcoming(limit)


@register.simple_tag
def similar_opportunities(opportunity: Any, limit: int = 4) -> list[Any]:
    """Return the opportunities closest to an offer, live or gone (any page of an opportunity)."""
    return list(queries.similar(opportunity, limit=limit))


@register.simple_tag
def opportunity_counts() -> dict[str, int]:
    """Return how many opportunities of each kind are live."""
    return queries.counts_by_kind()


@register.simple_tag
def search_fields() -> dict[str, Any]:
    """Return an empty search bar."""
    return empty_fields()


@register.simple_tag(takes_context=True)
def map_settings(context: RequestContext) -> MapOptions:
    """Return what a map needs, and let the page's content policy load the tiles."""
    return map_options(context["request"])


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext) -> str:
    """Return the absolute address of this page without its query, for links that are shared."""
    return absolute_address(context["request"].path)


@register.filter
def absolute_address(path: str) -> str:
    """Return the public address of a path of this site."""
    return absolute(path)


@register.filter
def counted(count: int, words: str) -> str:
    """Return “3 offres” from `3|counted:"offre,offres"`."""
    singular, _, plural = words.partition(",")
    return french.counted(count, singular, plural or None)


@register.filter
def error_lead(label: str) -> str:
    """Write “Prénom : ” before its error; a question or a sentence to accept is not repeated."""
    return "" if label.endswith(("?", ".", "»")) else f"{label}\u00a0: "


@register.filter
def number(value: float | Decimal) -> str:
    """Write a number with a decimal comma and thousands apart."""
    return french.number(value)


@register.filter
def lower_first(label: str) -> str:
    """Write a label inside a sentence: the names in it keep their capitals."""
    return french.lower_first(label)


@register.filter
def of(name: object) -> str:
    """Write “de Claire”, “d’Élise” from `name|of`."""
    return french.of(name)


@register.filter
def full_date(value: datetime.date | None) -> str:
    """Write a date in full; an empty value stays empty."""
    return french.full_date(value) if value else ""


@register.filter
def long_day(value: datetime.date | None) -> str:
    """Write a day without its name: “1er mars 2027”; an empty value stays empty."""
    return french.long_day(value) if value else ""


@register.filter
def short_day(value: datetime.date | None) -> str:
    """Write a day that is near: “1er mars”; an empty value stays empty."""
    return french.short_day(value) if value else ""


@register.filter
def short_date(value: datetime.date | None) -> str:
    """Write a day that is near, with its name: “lundi 1er mars”; an empty value stays empty."""
    return french.short_date(value) if value else ""


@register.filter
def hour(value: datetime.datetime | datetime.time) -> str:
    """Write the hour of a moment, or an hour: “1 h 05”, as everywhere else."""
    return french.hour(value)


@register.filter
def hour_range(row: Opportunity) -> str:
    """Write “de 14 h à 17 h”, or when a session of several days begins."""
    if row.starts_at is None:
        return ""
    begins = french.hour(row.starts_at)
    if row.ends_at and timezone.localdate(row.starts_at) == timezone.localdate(row.ends_at):
        return f"de {begins} à {french.hour(row.ends_at)}"
    return f"à {begins}"


@register.filter
def phone_digits(phone: str) -> str:
    """Return a number for a `tel:` link."""
    return french.phone_digits(phone)


def _cards_context(context: Context, rows: Iterable[Opportunity], layout: str) -> dict[str, Any]:
    """The context of `components/opportunity_cards.html`."""
    return {"cards": cards(rows, kept_by(context.get("request"))), "layout": layout}
