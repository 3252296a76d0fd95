"""Editorial pages of the demo: content, news, the home page's texts, menus and footer."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page

from demo import dates
from demo.data_files import Record, read
from demo.documents import documents_by_key
from demo.images import images_by_key
from demo.publication import AUTHOR
from pages.models import ContentPage, HomePage, Navigation, NewsIndexPage, NewsPage
from portal.accounts.models import User

# In the data files, a link to a page of the demo is written `href="page:<its key>"`.
_PAGE_LINK = re.compile(r'href="page:([a-z0-9-]+)"')


def load_editorial() -> dict[str, int]:
    """Load what is missing, opportunities and images first; return how many pages were made.

    The home page and the menus are written only where staff have written nothing.
    """
    author = User.objects.get(email=AUTHOR)
    content, news = read("editorial/pages.json"), read("editorial/news.json")
    navigation = read("editorial/navigation.json")
    with LogContext(user=author):
        new_content = _add_content(content, author)
        new_news = _add_news(news, author)
        blocks = _Blocks()
        # Written once every page exists: they lead to each other.
        for page, record in (*new_content, *new_news):
            page.refresh_from_db()  # it may have children by now
            page.title, page.introduction = record["title"], record["introduction"]
            page.body = json.dumps(blocks.stream(record["body"]))
            _publish(page, author)
        _write_fixed_pages(navigation, blocks, author)
    _write_navigation(navigation, blocks)
    return {"content": len(new_content), "news": len(new_news)}


def _add_content(records: Iterable[Record], author: User) -> list[tuple[Any, Record]]:
    """Content pages that were missing, still empty; a parent comes before its children."""
    made = []
    for record in records:
        parent = _page(record["parent"]) if record["parent"] else HomePage.objects.get()
        found = ContentPage.objects.filter(slug=record["key"]).first()
        if found:
            # A page of the initial structure that nobody has edited yet.
            if found.latest_revision_id is None:
                made.append((found, record))
            continue
        page = ContentPage(
            title=record["title"],
            slug=record["key"],
            introduction=record["introduction"],
            owner=author,
            live=False,
        )
        made.append((parent.add_child(instance=page), record))
    return made


def _add_news(records: Iterable[Record], author: User) -> list[tuple[Any, Record]]:
    """News that were missing, still empty."""
    index = NewsIndexPage.objects.get()
    images = images_by_key()
    made = []
    for record in records:
        if NewsPage.objects.filter(slug=record["key"]).exists():
            continue
        days = record["published_days_ago"]
        page = NewsPage(
            title=record["title"],
            slug=record["key"],
            introduction=record["introduction"],
            date=timezone.localdate() - timedelta(days=days),
            image=images[record["image"]],
            first_published_at=dates.moment(-days),
            owner=author,
            live=False,
        )
        made.append((index.add_child(instance=page), record))
    return made


def _publish(page: Any, author: User) -> None:
    page.save_revision(user=author).publish(user=author, skip_permission_checks=True)


def _write_fixed_pages(navigation: Record, blocks: "_Blocks", author: User) -> None:
    """The introductions of the home page and of the news, the home page's calls."""
    home, index = HomePage.objects.get(), NewsIndexPage.objects.get()
    if not home.introduction and not home.calls:
        home.introduction = navigation["home"]["introduction"]
        calls = blocks.stream(navigation["home"]["calls"])
        home.calls = json.dumps([{**call, "type": "call"} for call in calls])
        _publish(home, author)
    if not index.introduction:
        index.introduction = navigation["news_introduction"]
        _publish(index, author)


def _write_navigation(navigation: Record, blocks: "_Blocks") -> None:
    """The main menu and the columns of the footer."""
    saved = Navigation.objects.first() or Navigation()
    if saved.main_menu or saved.footer_columns:
        return
    saved.main_menu = json.dumps(
        [{"type": "link", "value": blocks.target(link)} for link in navigation["main_menu"]]
    )
    saved.footer_columns = json.dumps(
        [
            {
                "type": "column",
                "value": {**column, "links": [blocks.target(link) for link in column["links"]]},
            }
            for column in navigation["footer_columns"]
        ]
    )
    saved.save()


def _page(key: str) -> Page:
    """The page of a key, which is its slug."""
    return Page.objects.type(ContentPage, NewsPage, NewsIndexPage).get(slug=key)


class _Blocks:
    """Blocks of the data files as StreamField keeps them: keys become ids."""

    def __init__(self) -> None:
        self._images = images_by_key()
        self._documents = documents_by_key()

    def stream(self, blocks: list[Record]) -> list[Record]:
        """The blocks of one page."""
        return [
            {"type": block["type"], "value": self._value(block["type"], block["value"])}
            for block in blocks
        ]

    def target(self, link: Record) -> Record:
        """A link whose page is given by its key."""
        return {**link, "page": _page(link["page"]).pk if link["page"] else None}

    def _value(self, kind: str, value: Any) -> Any:
        if kind == "text":
            return _with_links(value)
        if kind == "image":
            return {**value, "image": self._image(value["image"])}
        if kind == "call_to_action":
            return self.target(value)
        if kind == "documents":
            documents = [
                {**item, "document": self._documents[item["document"]].pk}
                for item in value["documents"]
            ]
            return {**value, "documents": documents}
        if kind == "steps":
            return {**value, "steps": _items(value["steps"], "text")}
        if kind == "faq":
            return {**value, "questions": _items(value["questions"], "answer")}
        return value

    def _image(self, key: str) -> Record:
        image = self._images[key]
        return {"image": image.pk, "alt_text": image.description, "decorative": False}


def _items(items: list[Record], field: str) -> list[Record]:
    return [{**item, field: _with_links(item[field])} for item in items]


def _with_links(html: str) -> str:
    """Rich text whose links to pages of the demo follow them when they move."""
    return _PAGE_LINK.sub(lambda match: f'linktype="page" id="{_page(match[1]).pk}"', html)
