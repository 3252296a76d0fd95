"""Addresses of the feeds of a search, and of one that is kept."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

# What changes the order or the page of a list, and not what it holds.
_NOT_FOR_FEEDS = frozenset({"tri", "page"})
# An alert tells what is new: how old the rest may be means nothing to it.
_NOT_FOR_ALERTS = _NOT_FOR_FEEDS | {"depuis"}


def of_feed(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The path of a feed (the name of its URL) for the parameters of a search."""
    query = urlencode([pair for pair in pairs if pair[0] not in _NOT_FOR_FEEDS])
    path = reverse(f"search:{name}")
    return f"{path}?{query}" if query else path


def saved_query(pairs: Iterable[tuple[str, str]]) -> str:
    """The query string of a search that is kept for later: one for each search, in one order."""
    return urlencode([pair for pair in pairs if pair[0] not in _NOT_FOR_ALERTS])
