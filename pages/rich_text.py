"""Rich text as everybody may read it, the same on the site, for search engines and in the API.

A link to what is off line, expired or private leads nowhere: its words stay, its address goes.
"""

import re
from typing import Any

from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

from pages.visibility import public_collections, visible_pages
from snippets.models import SiteDocument
from snippets.site import absolute

MAX_KEY = 2**31 - 1
# An address of this site as our rewriters and the editor write it; "//" is another host.
_PATH = re.compile(r'(?<=<a href=")/(?!/)[^"]*')


class PublicPageLinkHandler(PageLinkHandler):
    """Links to pages that everybody may read."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        """The page of each link, or None."""
        pages = visible_pages().filter(pk__in=_keys(attrs_list)).defer_streamfields().specific()
        found = {str(page.pk): page for page in pages}
        return [found.get(attrs.get("id", "")) for attrs in attrs_list]


class PublicDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents of public collections."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        """The document of each link, or None."""
        documents = SiteDocument.objects.filter(collection__in=public_collections())
        found = {str(key): item for key, item in documents.in_bulk(_keys(attrs_list)).items()}
        return [found.get(attrs.get("id", "")) for attrs in attrs_list]


HANDLERS = (PublicPageLinkHandler, PublicDocumentLinkHandler)


def _keys(attrs_list: list[dict[str, str]]) -> list[int]:
    keys = (attrs.get("id", "") for attrs in attrs_list)
    numbers = (int(key) for key in keys if key.isascii() and key.isdecimal())
    return [number for number in numbers if number <= MAX_KEY]


def public_html(stored: str) -> str:
    """A stored rich text for readers elsewhere: its links as addresses with the site's own."""
    return with_whole_addresses(expand_db_html(stored))


def with_whole_addresses(html: str) -> str:
    """An expanded rich text whose links to this site say which site it is."""
    return _PATH.sub(lambda match: absolute(match[0]), html)
