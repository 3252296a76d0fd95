"""What a link shows: the same words as the PDF, as text that every device reads aloud."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from portal.cv.pdf.blocks import Block, Run, Tag
from portal.cv.resume import Resume


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A subheading, a text, or the items of a list; each is runs of text, some of them links."""

    kind: str
    lines: list[tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class SharedText:
    """The CV in reading order; a section is its heading and its paragraphs."""

    language: str
    name: str
    header: list[Paragraph] = field(default_factory=list)
    sections: list[tuple[str, list[Paragraph]]] = field(default_factory=list)


def text_of(resume: Resume, today: date, *, anonymous: bool) -> SharedText:
    """The words of the Simple template."""
    from portal.cv.exchange.text import content_of  # the fonts are slow to load

    content = content_of(resume, anonymous=anonymous, today=today)
    title, *header = content.header()
    sections = [
        (
            part.heading.text if part.heading else "",
            [paragraph for entry in part.entries for paragraph in _paragraphs(entry)],
        )
        for _, part in content.parts()
    ]
    return SharedText(
        content.resume.document_language.value, title.text, _paragraphs(header), sections
    )


def _paragraphs(blocks: list[Block]) -> list[Paragraph]:
    kinds: dict[Any, str] = {Tag.SUBHEADING: "title", Tag.ITEM: "list"}
    return [
        Paragraph(kind, [block.runs for block in group])
        for kind, group in groupby(blocks, key=lambda block: kinds.get(block.tag, "text"))
    ]
