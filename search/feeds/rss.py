"""RSS 2.0 of a search: the newest opportunities first."""

import datetime
from html import escape
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from search import queries
from search.criteria import Criteria
from search.feeds import wording
from search.feeds.feed_search import FeedSearch, search_of
from search.models import Kind, Opportunity
from search.parameters import addresses
from search.screens.cards import kind_fact
from search.screens.search_page import address
from snippets.site import absolute

MAX_ITEMS = 50
# Minutes between two readings that are enough.
TTL = 60
_KIND_LABELS = dict(Kind.choices)


class _Writer(Rss201rev2Feed):
    """The same, whose date is that of its content: a feed that did not change has the same ETag."""

    def latest_post_date(self) -> datetime.datetime:
        """The last change of an item; the beginning of the day when there is none."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_today())


class SearchFeed(Feed):
    """The feed of the search that the query string describes.

    Raises UnusableSearchError for a search that would not be the one asked for: nobody reads the
    notes of a feed.
    """

    feed_type = _Writer
    language = "fr"
    ttl = str(TTL)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FeedSearch:
        return search_of(request)

    def title(self, search: FeedSearch) -> str:
        """What is looked for, and where."""
        return wording.title(search.criteria)

    def description(self, search: FeedSearch) -> str:
        """The radius and the filters."""
        return wording.clean(wording.description(search.criteria))

    def link(self, search: FeedSearch) -> str:
        """The search page."""
        return absolute(address(search.pairs))

    def feed_url(self, search: FeedSearch) -> str:
        """The feed's own address, whatever the order of the parameters it was asked by."""
        return absolute(addresses.of_feed("rss", search.pairs))

    def items(self, search: FeedSearch) -> list[Opportunity]:
        """The newest, whatever the order of the page."""
        return newest(search.criteria)

    def item_title(self, item: Opportunity) -> str:
        """Readers take titles for HTML or for text: only what would be markup is escaped."""
        return escape(wording.announced(item), quote=False)

    def item_link(self, item: Opportunity) -> str:
        """Its page."""
        return absolute(item.url)

    def item_guid(self, item: Opportunity) -> str:
        """Never changes, whatever happens to the title or to the site's name."""
        return f"declic:{item.source}:{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Opportunity) -> datetime.datetime:
        """When it was first published, at the time of France."""
        return timezone.localtime(item.published_at)

    def item_updateddate(self, item: Opportunity) -> datetime.datetime:
        """When it was last published: RSS has no such element, but the response's headers do."""
        return timezone.localtime(item.updated_at)

    def item_categories(self, item: Opportunity) -> list[str]:
        """Its kind."""
        return [_KIND_LABELS.get(item.kind, item.kind)]

    def item_description(self, item: Opportunity) -> str:
        """Summary, then who, where, and the contract or the date, as HTML."""
        facts = [item.organisation_name, item.commune_name, kind_fact(item)[1]]
        line = ", ".join(filter(None, facts))
        texts = [wording.clean(text) for text in (item.summary, line) if text]
        return render_to_string("search/feeds/item.html", {"texts": texts}).strip()


def newest(criteria: Criteria) -> list[Opportunity]:
    """The items of a feed."""
    return queries.newest(criteria, limit=MAX_ITEMS)


def _today() -> datetime.datetime:
    """The beginning of the day in France."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
