"""Words into lines. No hyphenation: software that reads CVs would see two words."""

from functools import cache

from portal.cv.pdf.blocks import Fragment, Word
from snippets.pdf_fonts import width

Line = list[Word]


@cache
def space() -> float:
    """Width of a space, in ems."""
    return width(" ", bold=False)


def broken(words: list[Word], available: float) -> list[Line]:
    """Lines no wider than `available` ems; a word that is wider alone is cut."""
    lines: list[Line] = []
    line: Line = []
    reached = 0.0
    for long_word in words:
        for word in _fitting(long_word, available):
            glued = bool(line) and line[-1].cut
            if line and (glued or reached + space() + word.width > available):
                lines.append(_stripped(line))
                line, reached = [], 0.0
            if word.separator and not line:
                continue
            reached += word.width + (space() if line else 0)
            line.append(word)
    lines.append(_stripped(line))
    return [line for line in lines if line]


def width_of(line: Line) -> float:
    """Width in ems."""
    return sum(word.width for word in line) + space() * (len(line) - 1)


def _stripped(line: Line) -> Line:
    while line and line[-1].separator:
        line = line[:-1]
    return line


def _fitting(word: Word, available: float) -> list[Word]:
    if word.width <= available:
        return [word]
    cut: list[Word] = []
    fragments: list[Fragment] = []
    reached = 0.0
    for fragment in word.fragments:
        text = ""
        for character in fragment.text:
            advance = width(character, bold=fragment.bold)
            if (text or fragments) and reached + advance > available:
                # Before a hyphen: at a line's end, it is taken for one that only breaks the word.
                kept = text.rfind("/") + 1
                if kept <= len(text) // 3:
                    kept = max(text.rfind("-"), *(text.rfind(mark) + 1 for mark in "_@."))
                if kept > len(text) // 3:
                    rest, text = text[kept:], text[:kept]
                    reached -= width(rest, bold=fragment.bold)
                else:
                    rest = ""
                cut.append(Word((*fragments, *_fragment(fragment, text)), reached, cut=True))
                fragments, text = [], rest
                reached = width(rest, bold=fragment.bold)
            text += character
            reached += advance
        fragments += _fragment(fragment, text)
    return [*cut, Word(tuple(fragments), reached)]


def _fragment(model: Fragment, text: str) -> list[Fragment]:
    return [Fragment(text, model.bold, model.colour, model.link)] if text else []
