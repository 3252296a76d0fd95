"""The credit of the map's tiles: text and links, since Leaflet writes it as HTML."""

from html.parser import HTMLParser

import nh3
from django.core.exceptions import ValidationError

_SCHEMES = {"https", "http"}
# What providers' own snippets add to a link, and the map leaves out.
_HARMLESS = frozenset({"href", "rel", "target", "title"})


def clean_credit(text: str) -> str:
    """The credit as HTML that a page may hold: links to the web stay, other markup goes."""
    return nh3.clean(
        text,
        tags={"a"},
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def validate_credit(text: str) -> None:
    """Raise ValidationError for markup that `clean_credit` would take out of the credit."""
    parser = _Markup()
    parser.feed(text)
    parser.close()
    if parser.is_more_than_links:
        message = (
            "Écrivez du texte, et des liens comme "
            '<a href="https://exemple.fr">Exemple</a>\u00a0: rien d’autre n’est accepté.'
        )
        raise ValidationError(message, code="markup")


class _Markup(HTMLParser):
    is_more_than_links = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = (dict(attrs).get("href") or "").partition(":")[0].lower()
        names = {name for name, _ in attrs}
        if tag != "a" or address not in _SCHEMES or names - _HARMLESS:
            self.is_more_than_links = True

    def handle_comment(self, data: str) -> None:
        self.is_more_than_links = True

    def handle_decl(self, decl: str) -> None:
        self.is_more_than_links = True

    def unknown_decl(self, data: str) -> None:
        self.is_more_than_links = True

    def handle_pi(self, data: str) -> None:
        self.is_more_than_links = True
