"""From a page to a row of the index: what the kinds share."""

import dataclasses
import datetime
import html
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags

from pages.models import OpportunityPage
from search.index.logos import logo_file
from search.models import Opportunity
from search.words.folding import fold

# Longer texts are read from their beginning.
MAX_INDEXED_CHARACTERS = 20_000
# A page that was made live without being published, by hand, is older than all others.
_UNDATED = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A row without its document, and the folded texts that make it, by weight A to D."""

    row: Opportunity
    texts: tuple[str, str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Adapter:
    """How the pages of one class are read: `related` are joined, `prefetched` come in a query each.

    `fill` sets the kind's columns, and returns its texts: the trade (weight B) and the rest
    (weight D).
    """

    page_class: type[OpportunityPage]
    fill: Callable[[Any, Opportunity], tuple[str, str]]
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()


_adapters: dict[type[OpportunityPage], Adapter] = {}


def register(adapter: Adapter) -> None:
    """Make the pages of a class findable."""
    _adapters[adapter.page_class] = adapter


def adapters() -> list[Adapter]:
    """Every registered adapter."""
    return list(_adapters.values())


def is_findable(page_class: type | None) -> bool:
    """Whether the pages of a class have rows."""
    return page_class in _adapters


def entry(page: Any, adapter: Adapter) -> Entry | None:
    """The row of a live page, or None when the page has no address on any site."""
    parts = page.get_url_parts()
    if not parts or not parts[2]:
        return None
    organisation, commune, position = page.organisation, page.commune, page.position
    row = Opportunity(
        id=page.pk,
        kind=page.kind,
        url=parts[2],
        title=page.title,
        summary=page.summary,
        organisation_id=organisation.pk if organisation else None,
        organisation_name=organisation.name if organisation else "",
        organisation_slug=organisation.slug if organisation else "",
        organisation_logo=logo_file(organisation),
        commune_code=commune.insee_code if commune else "",
        commune_name=commune.name if commune else "",
        postal_code=commune.postal_code if commune else "",
        position=(position[1], position[0]) if position else None,
        precision=page.precision if position else "",
        transport=bool(page.transport_access),
        published_at=page.first_published_at or page.last_published_at or _UNDATED,
        updated_at=page.last_published_at or page.first_published_at or _UNDATED,
        expires_at=page.expire_at,
    )
    trade, rest = adapter.fill(page, row)
    body = " ".join((page.summary, rest, plain_text(page.description)))
    return Entry(
        row=row,
        texts=(
            fold(page.title),
            fold(f"{trade} {row.organisation_name}"),
            fold(f"{row.commune_name} {row.postal_code}"),
            fold(body[:MAX_INDEXED_CHARACTERS]),
        ),
    )


def plain_text(rich_text: str) -> str:
    """The words of rich text; neighbouring paragraphs stay apart."""
    return html.unescape(strip_tags(rich_text.replace("<", " <")))


def midnight(date: datetime.date | None) -> datetime.datetime | None:
    """The beginning of a day in France."""
    if date is None:
        return None
    return datetime.datetime.combine(date, datetime.time.min, timezone.get_default_timezone())
