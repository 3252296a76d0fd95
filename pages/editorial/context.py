"""What the templates of editorial pages need, previews of drafts included."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page

from pages.editorial.json_ld import page_json_ld
from pages.json_ld import as_script_text

if TYPE_CHECKING:
    from pages.models.editorial import EditorialPage, NewsIndexPage

Crumbs = list[tuple[str, str]]


def breadcrumb(page: Page) -> Crumbs:
    """(label, address) of the pages above and of this one, whose address is empty."""
    crumbs: Crumbs = [("Accueil", "/")]
    if page.path:  # a page that is being created has no place yet
        above = page.get_ancestors().filter(depth__gt=2).live()
        crumbs += [(ancestor.title, ancestor.url or "") for ancestor in above]
    return [*crumbs, (page.title, "")]


def body_and_next_step(page: "EditorialPage") -> tuple[list[Any], Any]:
    """The blocks of the text, and the call to action that ends it, if one does.

    The card beside the text shows that call: it stays in sight while one reads.
    """
    blocks = list(page.body)
    if blocks and blocks[-1].block_type == "call_to_action":
        return blocks[:-1], blocks[-1].value
    return blocks, None


def page_context(page: "EditorialPage") -> dict[str, Any]:
    """Text, next step, breadcrumb, description and structured data of a content or news page."""
    blocks, next_step = body_and_next_step(page)
    return {
        "blocks": blocks,
        "next_step": next_step,
        "breadcrumb": breadcrumb(page),
        "description": page.search_description or page.introduction,
        "json_ld": [as_script_text(data) for data in page_json_ld(page)],
    }


def index_context(page: "NewsIndexPage", request: HttpRequest) -> dict[str, Any]:
    """Breadcrumb and one page of the list; `?page=` may be anything."""
    return {
        "breadcrumb": breadcrumb(page),
        "description": page.search_description or page.introduction,
        "json_ld": [],
        "results": page.results(request.GET.get("page", "1")),
    }
