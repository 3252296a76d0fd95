"""Lines of an old CV, without what its look did to its words: ligatures, letters set apart."""

import re
import unicodedata
from dataclasses import dataclass, replace

from snippets.dates import begins_with_period, find_period
from snippets.typed_text import normalised

# Icon fonts have their signs, bullets among them, where Unicode leaves place to everybody.
_BULLET = re.compile(r"^(?:[•●▪■◦‣∙·*\-–—➢➤✓✔►▶▸◆◇○□❖→⇒\ue000-\uf8ff]|o(?=\s))\s*")
# They begin an item as well, and belong to it: a minus glued to its digit, dots that are a mark.
_MEANT = re.compile(r"[-–—][.,]?\d|[•●■◦○][•●■◦○]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_NO_LETTER = re.compile(r"\(cid:\d+\)")
_CUT_PERIOD = re.compile(r"(?:19|20)\d\d\s*(?:[-–—]|à|au)$")
_LONGEST_CUT = 12
_SPACED = 4  # letters that stand apart, for a line to be read as one that was stretched


@dataclass(frozen=True)
class Line:
    """One line of the old CV.

    `item`: it was one of a list. `zone`: lines of one number follow each other (0 is the text, the
    others its columns, boxes, headers). `size`: of its letters, in points, 0 when nobody knows. A
    tab in the text parts things that stand side by side.
    """

    text: str
    item: bool = False
    zone: int = 0
    size: float = 0

    @property
    def is_item(self) -> bool:
        """Whether it was one of a list, or begins with a bullet."""
        return self.item or bool(_BULLET.match(self.text))


def cleaned(lines: list[Line]) -> list[Line]:
    """Those that say something, in plain letters."""
    found = [replace(line, text=plain(line.text)) for line in lines]
    return [line for line in found if line.text]


def plain(text: str) -> str:
    """Words as they are typed, tabs between what stands apart."""
    text = normalised(text.translate(_LIGATURES), keep_dashes=True)
    text = _NO_LETTER.sub(lambda found: "• " if found.start() == 0 else "", text)
    text = _unspaced(text.replace("\ufffd", ""))
    parts = re.split(r"\t| {3,}", text)
    return "\t".join(said for part in parts if (said := _words(part)))


def _words(text: str) -> str:
    said = (" " if unicodedata.category(char) in ("Cc", "Cf") else char for char in text)
    return " ".join("".join(said).split())


def _unspaced(text: str) -> str:
    """« E X P É R I E N C E » is a word; two spaces at least part two of them."""
    tokens = text.split()
    single = [token for token in tokens if len(token) == 1 and token.isalpha()]
    longest = max(map(len, tokens), default=0)
    if len(single) < _SPACED or longest > len("TAB") or len(single) * 5 < len(tokens) * 3:
        return text
    return " ".join("".join(word.split()) for word in re.split(r"\s{2,}", text.strip()))


def split(lines: list[Line], marks: str = "\t") -> list[Line]:
    """One line for each thing that stands beside others."""
    return [
        replace(line, text=said, item=line.item or line.is_item)
        for line in lines
        for part in re.split(marks, line.text)
        if (said := part.strip())
    ]


def unbulleted(texts: list[str]) -> list[str]:
    """Without the signs that begin the items of a list."""
    said = (text.replace("\t", " ") for text in texts)
    bare = (text.strip() if _MEANT.match(text) else _BULLET.sub("", text).strip() for text in said)
    return [text for text in bare if text]


def rejoined(lines: list[Line], *, wraps: bool, dated: bool) -> list[Line]:
    """A line in lower case below a bullet goes on with it, a period with its end.

    Where lines are those of a page (`wraps`), one in lower case goes on with what is above it.
    Dates open entries (`dated`), or are words like others.
    """
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined and joined[-1].zone == line.zone else None
        if last and _goes_on(line, last.text, wraps=wraps, dated=dated):
            joined[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            joined.append(line)
    return joined


def _goes_on(line: Line, above: str, *, wraps: bool, dated: bool) -> bool:
    if above.endswith(" •") or _is_end_of_period(line.text, above):
        return True
    if line.is_item or (dated and begins_with_period(line.text)):
        return False
    small = line.text[0].islower()
    if _BULLET.match(above) and (small or line.text[0] in "(0123456789"):
        return True
    return wraps and ((small and above[-1] != ".") or above.endswith("," if dated else (",", ":")))


def _is_end_of_period(text: str, above: str) -> bool:
    """« 2021 » below « 2019 – », but not « 2017 – 2018 »: there, what is above goes on."""
    if not _CUT_PERIOD.search(above[-_LONGEST_CUT:]) or not begins_with_period(text):
        return False
    whole = find_period(f"{above[-_LONGEST_CUT:]} {text}")
    return whole is not None and whole.start <= whole.end
