"""The description of an opportunity as plain text: paragraphs, and lists of lines with a dash.

Organisations type in a text area. What staff wrote in the CMS with headings, bold or links is
shown without them; it is kept as long as the text is not changed.
"""

import re
from html.parser import HTMLParser

from django.utils.html import escape

_BULLET = re.compile(r"^\s*[-*•–]\s+(?P<item>\S.*)$")
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li"}


def to_html(text: str) -> str:
    """Rich text from what was typed; everything in it is text, never markup."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        paragraph: list[str] = []
        items: list[str] = []
        for line in filter(str.strip, block.split("\n")):
            bullet = _BULLET.match(line)
            if bullet:
                parts += _paragraph(paragraph)
                paragraph = []
                items.append(escape(bullet["item"].strip()))
            else:
                parts += _list(items)
                items = []
                paragraph.append(escape(line.strip()))
        parts += _paragraph(paragraph) + _list(items)
    return "".join(parts)


def to_text(html: str) -> str:
    """What a text area shows of rich text, the reverse of `to_html` for what that made."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _paragraph(lines: list[str]) -> list[str]:
    return [f"<p>{'<br/>'.join(lines)}</p>"] if lines else []


def _list(items: list[str]) -> list[str]:
    return ["<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"] if items else []


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
