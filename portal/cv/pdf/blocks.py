"""What a template lays out: words with a style, in blocks, in entries, in sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from snippets.pdf_fonts import joined, width


class Tag(StrEnum):
    """Structure types of a block; an ITEM is bulleted and lives in a list."""

    TITLE = "H1"
    HEADING = "H2"
    SUBHEADING = "H3"
    TEXT = "P"
    ITEM = "LI"


@dataclass(frozen=True, slots=True)
class Look:
    """How a block looks; lengths are in multiples of the text size, colours are hexadecimal."""

    size: float = 1
    colour: str = "#1b2a33"
    bold: bool = False
    leading: float = 1.32
    before: float = 0
    indent: float = 0
    rule: str = ""
    rule_gap: float = 0.35
    shrink_to: float = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; None means as the block's look says."""

    text: str
    bold: bool | None = None
    colour: str | None = None
    link: str = ""
    glue: bool = False  # not broken over lines


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a word in one style."""

    text: str
    bold: bool
    colour: str
    link: str


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces; `width` in ems.

    A separator vanishes at a line's end; the end of a cut word is on the next line.
    """

    fragments: tuple[Fragment, ...]
    width: float
    separator: bool = False
    cut: bool = False


SEPARATOR = Run(" • ", bold=False)


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph, a heading or an item of a list."""

    tag: Tag
    look: Look
    words: list[Word]
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What is said, as in the document, before letters are joined for printing."""
        return "".join(run.text for run in self.runs)


Entry = list[Block]


@dataclass(slots=True, eq=False)
class Part:
    """A section on the page: its heading (or none), and entries that are kept whole if possible."""

    heading: Block | None
    entries: list[Entry]


def words_of(runs: Iterable[Run], look: Look) -> list[Word]:
    """Cut runs at spaces; a run that starts without one goes on with the word before."""
    words: list[Word] = []
    open_fragments: list[Fragment] = []

    def close() -> None:
        if open_fragments:
            total = sum(width(part.text, bold=part.bold) for part in open_fragments)
            words.append(Word(tuple(open_fragments), total))
            open_fragments.clear()

    for run in runs:
        bold = look.bold if run.bold is None else run.bold
        colour = run.colour or look.colour
        if run is SEPARATOR:
            close()
            mark = Fragment("•", bold=False, colour=colour, link="")
            words.append(Word((mark,), width("•", bold=False), separator=True))
            continue
        text = run.text.replace(" ", "\u00a0") if run.glue else run.text
        for index, part in enumerate(text.split(" ")):
            if index:
                close()
            if written := joined(part):
                open_fragments.append(Fragment(written, bold, colour, run.link))
    close()
    return words


def block(tag: Tag, look: Look, *runs: Run | str) -> Block:
    """Build a block from runs; a plain text is a run in the block's look."""
    made = [Run(run) if isinstance(run, str) else run for run in runs]
    return Block(tag, look, words_of(made, look), tuple(made))
