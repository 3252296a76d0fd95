"""News, child pages and responsive images for templates."""

from typing import Any

from django import template

from pages.blocks.opportunities import parse_position
from pages.models import ContentPage, NewsIndexPage, NewsPage

register = template.Library()


@register.simple_tag
def latest_news(limit: int = 3) -> list[NewsPage]:
    """Return the newest news that anybody may read."""
    return list(NewsPage.objects.online()[:limit])


@register.simple_tag
def news_index() -> NewsIndexPage | None:
    """Return the page that lists the news, while it is online."""
    return NewsIndexPage.objects.live().first()


@register.simple_tag
def children_online(page: ContentPage) -> list[ContentPage]:
    """Return the pages below a content page that anybody may read; a new page has none."""
    return list(page.children_online()) if page.pk and page.path else []


@register.simple_tag
def place_of(value: Any) -> dict[str, Any]:
    """Return what the map of one place needs: address line and point (degrees, WGS 84)."""
    commune = value["commune"]
    point = parse_position(value["position"] or "")
    town = f"{commune.postal_code} {commune.name}".strip() if commune else ""
    centre = (commune.latitude, commune.longitude) if commune else (None, None)
    latitude, longitude = point or centre
    return {
        "line": ", ".join(part for part in (value["address"], town) if part),
        "latitude": latitude,
        "longitude": longitude,
        "is_exact": point is not None,
    }


@register.simple_tag(takes_context=True)
def is_here(context: Any, url: str) -> bool:
    """Whether a menu's link leads to the page that is shown, or above it."""
    request = context.get("request")
    if request is None or not url.startswith("/"):
        return False
    path = url.partition("#")[0].partition("?")[0]
    return request.path == path or (path != "/" and request.path.startswith(path))
