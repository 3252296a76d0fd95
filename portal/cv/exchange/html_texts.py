"""Texts that another tool keeps as HTML, in plain words: its lists become lines with a dash.

Nothing here is shown as HTML. Python's own parser takes minutes for some short texts.
"""

import re
from html import unescape

_NAMES = (
    "p|br|hr|div|span|ul|ol|li|b|i|u|s|em|strong|mark|sub|sup|a|h[1-6]|blockquote|code|pre|"
    "script|style"
)
# A developer may write of « <p> »: a text in HTML begins with a tag, or closes one.
_FIRST = re.compile(rf"\s*<(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_NAMES})\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})(?P<more>\s[^<>]*)?/?>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_INLINE = re.compile(r"a|b|i|u|s|em|strong|mark|sub|sup|span|code")
_DASH = "- "


def is_html(text: str) -> bool:
    """Whether a text is in HTML: « a < b » and « R&D » are not."""
    return bool(_FIRST.match(text) or _CLOSED.search(text))


def plain_lines(text: str) -> list[str]:
    """The lines of a text, each item of a list with its dash; a link keeps its address."""
    lines: list[str] = []
    for line in (_without_tags(text) if is_html(text) else text).splitlines():
        said = " ".join(line.split())
        if lines and lines[-1] == _DASH.strip():
            lines.pop()
            said = f"{_DASH}{said}" if said else _DASH.strip()
        if said:
            lines.append(said)
    return [line for line in lines if line != _DASH.strip()]


def _without_tags(text: str) -> str:
    said: list[str] = []
    hidden, link, link_start, reached = "", "", 0, 0
    for tag in _TAG.finditer(text):
        name, is_end = tag["name"].lower(), bool(tag["end"])
        if not hidden:
            said.append(unescape(text[reached : tag.start()].replace("\n", " ")))
        reached = tag.end()
        if name in ("script", "style"):
            hidden = "" if is_end else name
        elif name == "a" and not is_end:
            found = _HREF.search(tag["more"] or "")
            link, link_start = unescape((found[1] or found[2] or "") if found else ""), len(said)
        elif name == "a":
            bare = link.removeprefix("mailto:").removeprefix("tel:")
            if bare and bare not in "".join(said[link_start:]):
                said.append(f" ({bare})")
            link = ""
        elif name == "li" and not is_end:
            said.append(f"\n{_DASH}")
        elif not _INLINE.fullmatch(name):
            said.append("\n")
    rest = "" if hidden else unescape(text[reached:].replace("\n", " "))
    return "".join([*said, rest])
