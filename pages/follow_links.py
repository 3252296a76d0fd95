"""Where the answers to an opportunity are followed: what the CMS links to, without knowing it.

The apps above that keep applications and registrations say so from `ready()` of their `apps.py`:

    register_follow_link("session", links, may_follow=may_see_registrations)

`links` is given many pages of that kind at once, and asks the database once for all. It leaves out
a page that nobody can answer there and that nobody has answered.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wagtail.models import Page


@dataclass(frozen=True)
class FollowLink:
    """The list of one page: `label` is a plural (« Candidatures »), `count` how many it has."""

    label: str
    count: int
    url: str


Links = Callable[[Sequence[Any]], dict[int, FollowLink]]


class _Source(NamedTuple):
    links: Links
    may_follow: Callable[[Any], bool]


_sources: dict[str, _Source] = {}


def register_follow_link(kind: str, links: Links, *, may_follow: Callable[[Any], bool]) -> None:
    """Say where the answers to pages of a kind are, by page id.

    `may_follow(user)` says who is shown the way. Who is sent there is asked for their right again.
    """
    if kind in _sources:
        message = f"the answers to pages of kind {kind!r} are followed in two places"
        raise ValueError(message)
    _sources[kind] = _Source(links, may_follow)


def is_followed(kind: str, user: Any) -> bool:
    """Whether this person is shown where the answers to a kind are."""
    source = _sources.get(kind)
    return source is not None and bool(source.may_follow(user))


def follow_links(pages: Iterable[Any], *, user: Any) -> dict[int, FollowLink]:
    """The lists that this person is shown, by page id."""
    return _links([page for page in pages if is_followed(page.kind, user)])


def lost_with(pages: Iterable[Page]) -> list[tuple[str, int]]:
    """How many answers would lose their page if these went, with all below: (label, count).

    Whoever deletes is told, whatever they may read of them.
    """
    from pages.models import OPPORTUNITY_MODELS

    paths = [page.path for page in pages]
    found: dict[int, FollowLink] = {}
    for model in OPPORTUNITY_MODELS:
        if model.kind in _sources:
            for path in paths:
                found |= _links(list(model.objects.filter(path__startswith=path).order_by("pk")))
    counts: Counter[str] = Counter()
    for link in found.values():
        counts[link.label] += link.count
    return [(label, count) for label, count in sorted(counts.items()) if count]


def _links(pages: Sequence[Any]) -> dict[int, FollowLink]:
    """One call for each kind that somebody follows."""
    by_kind: dict[str, list[Any]] = {}
    for page in pages:
        by_kind.setdefault(page.kind, []).append(page)
    found: dict[int, FollowLink] = {}
    for kind, same in by_kind.items():
        found |= _sources[kind].links(same)
    return found
