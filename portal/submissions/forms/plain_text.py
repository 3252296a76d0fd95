"""The description of an opportunity as plain text: paragraphs, and lists of lines with a dash.

Organisations type in a text area. What staff wrote in the CMS with headings, bold or links is
shown without them; it is kept as long as the text is not changed.
"""

import re
from html.parser import HTMLParser
from itertools import groupby

from django.template.loader import render_to_string

_BULLET = re.compile(r"^\s*[-*•–]\s+(?P<item>\S.*)$")
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li"}


def to_html(text: str) -> str:
    """Rich text from what was typed; everything in it is text, never markup."""
    blocks = [
        {"bullets" if is_list else "lines": [_words(line) for line in lines]}
        for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
        for is_list, lines in groupby(filter(str.strip, part.split("\n")), _is_bullet)
    ]
    return render_to_string("snippets/rich_text.html", {"blocks": blocks}).strip()


def to_text(html: str) -> str:
    """What a text area shows of rich text, the reverse of `to_html` for what that made."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _is_bullet(line: str) -> bool:
    return bool(_BULLET.match(line))


def _words(line: str) -> str:
    """A line without what begins a bullet."""
    bullet = _BULLET.match(line)
    return (bullet["item"] if bullet else line).strip()


class _Reader(HTMLParser):
    """Collects the text of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[tuple[str, str]] = []
        self._kind = "p"
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a line."""
        if tag == "br":
            self._words += "\n"
        elif tag in _BLOCKS:
            self._end()
            self._kind = tag

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if tag in _BLOCKS:
            self._end()
            self._kind = "p"

    def handle_data(self, data: str) -> None:
        """Words, whatever their style."""
        self._words += re.sub(r"[ \t\r\n]+", " ", data)

    def text(self) -> str:
        """The blocks, those of one list close together."""
        self._end()
        lines: list[str] = []
        previous = ""
        for kind, words in self._blocks:
            if lines and not (kind == previous == "li"):
                lines.append("")
            lines.append(f"- {words}" if kind == "li" else words)
            previous = kind
        return "\n".join(lines)

    def _end(self) -> None:
        words = "\n".join(line.strip() for line in self._words.strip().split("\n"))
        if words:
            self._blocks.append((self._kind, words))
        self._words = ""
