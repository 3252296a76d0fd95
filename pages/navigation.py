"""Menus, footer columns and social networks as plain values, kept in the cache."""

import dataclasses
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from pages.visibility import visible_pages

# Another process with a cache of its own sees a change after this time at most.
CACHE_SECONDS = 60
_KEY = "pages:navigation"


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of the footer."""

    title: str
    links: list[Link]


@dataclasses.dataclass(frozen=True, slots=True)
class Menus:
    """Empty lists mean what the templates show by themselves."""

    main: list[Link]
    columns: list[Column]
    networks: list[Link]


def menus() -> Menus:
    """What staff arranged; links to pages that nobody may read are left out."""
    found = cache.get(_KEY)
    if not isinstance(found, Menus):
        found = _read()
        cache.set(_KEY, found, CACHE_SECONDS)
    return found


def _read() -> Menus:
    from pages.models.navigation import Navigation, Network

    saved = Navigation.objects.first()
    if saved is None:
        return Menus([], [], [])
    public = _public_pages(saved)
    labels = dict(Network.choices)
    columns = [
        Column(block.value["title"], _links(block.value["links"], public))
        for block in saved.footer_columns
    ]
    return Menus(
        main=_links([block.value for block in saved.main_menu], public),
        columns=[column for column in columns if column.links],
        networks=[
            Link(labels.get(block.value["network"], ""), block.value["address"])
            for block in saved.networks
        ],
    )


def _public_pages(saved: Any) -> set[int]:
    """The ids of the linked pages that anybody may read."""
    links = [block.value for block in saved.main_menu]
    links += [link for block in saved.footer_columns for link in block.value["links"]]
    wanted = [link["page"].pk for link in links if link["page"]]
    if not wanted:
        return set()
    return set(visible_pages().filter(pk__in=wanted).values_list("pk", flat=True))


def _links(values: Any, public: set[int]) -> list[Link]:
    return [
        Link(value["label"], value.url)
        for value in values
        if value.url and (value["page"] is None or value["page"].pk in public)
    ]


def forget(**kwargs: Any) -> None:
    """Signal receiver: the next reader asks the database, now and once the change is committed."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def connect() -> None:
    """Forget the menus when they, or a page they may lead to, change."""
    from wagtail.models import PageViewRestriction

    from pages.models.navigation import Navigation

    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget, dispatch_uid="pages.navigation")
    for sender in (Navigation, PageViewRestriction):
        post_save.connect(forget, sender=sender, dispatch_uid=f"pages.navigation.{sender}")
        post_delete.connect(forget, sender=sender, dispatch_uid=f"pages.navigation.{sender}")
    post_delete.connect(forget, sender=Page, dispatch_uid="pages.navigation.page")
