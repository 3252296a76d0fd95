"""Which opportunities the reader keeps, and the button that keeps one.

The app that knows registers its source: the index knows nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from search.models import Kind

Source = Callable[[HttpRequest], frozenset[int]]
NOTHING: frozenset[int] = frozenset()
_NOUNS: dict[str, str] = {
    Kind.JOB: "l’offre",
    Kind.VOLUNTEERING: "la mission",
    Kind.SESSION: "la session",
}
_sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Heart:
    """The button that keeps an opportunity: an icon with a `label`, or with a `text` beside it."""

    id: str
    is_kept: bool
    label: str = ""
    text: str = ""


def register_source(source: Source) -> None:
    """Say who knows what a reader keeps; the same source twice is once."""
    if source not in _sources:
        _sources.append(source)


def kept_by(request: HttpRequest | None) -> frozenset[int]:
    """The ids that the reader of a page keeps on the server, read once for each request.

    The session of a visitor who has none is not opened.
    """
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOTHING
    if not hasattr(request, "kept_opportunities"):
        request.kept_opportunities = NOTHING.union(*(source(request) for source in _sources))  # type: ignore[attr-defined]
    return request.kept_opportunities  # type: ignore[attr-defined]


def heart(*, identifier: int, kind: str, title: str, kept: bool) -> Heart:
    """The button of a card: a heart, whose name for screen readers says which offer."""
    noun = _NOUNS.get(kind, _NOUNS[Kind.JOB])
    return Heart(str(identifier), kept, label=f"Garder {noun} {title}")


def heart_with_words(*, identifier: int, kept: bool) -> Heart:
    """The button of an opportunity's own page."""
    return Heart(str(identifier), kept, text="Garder dans mes favoris")
