"""Which opportunities the reader keeps, and the button that keeps one.

The app that knows registers its source: the index knows nobody.
"""

from collections.abc import Callable
from html import escape

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from search.icons import icon
from search.models import Kind

Source = Callable[[HttpRequest], frozenset[int]]
NOTHING: frozenset[int] = frozenset()
# The form of the page that every button belongs to, where the reader has one: see `base.html`.
FORM = "favoris"
_NOUNS: dict[str, str] = {
    Kind.JOB: "l’offre",
    Kind.VOLUNTEERING: "la mission",
    Kind.SESSION: "la session",
}
# Without a script, a reader who is signed in sends the form; the others do not see the button.
_BUTTON = (
    '<button class="heart{css}" type="submit" form="{form}" name="annonce" value="{id}"'
    ' data-heart="{id}" aria-pressed="{pressed}"{label}>{icon}{text}</button>'
)
_sources: list[Source] = []


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


def heart(*, identifier: int, kind: str, title: str, kept: bool) -> SafeString:
    """The button of a card: a heart, whose name for screen readers says which offer."""
    label = f' aria-label="Garder {_NOUNS.get(kind, _NOUNS[Kind.JOB])} {escape(title)}"'
    return _button(identifier, kept=kept, label=label)


def heart_with_words(*, identifier: int, kept: bool) -> SafeString:
    """The button of an opportunity's own page."""
    return _button(identifier, kept=kept, text="Garder dans mes favoris", css=" btn btn-quiet")


def _button(
    identifier: int, *, kept: bool, label: str = "", text: str = "", css: str = ""
) -> SafeString:
    markup = _BUTTON.format(
        css=css,
        form=FORM,
        id=identifier,
        pressed="true" if kept else "false",
        label=label,
        icon=icon("heart-fill" if kept else "heart"),
        text=text,
    )
    return mark_safe(markup)  # noqa: S308 - the title, which somebody wrote, is escaped
