"""A CV as plain text, to paste in a form or a mail."""

from datetime import date

from django.utils import timezone

from portal.cv.pdf.blocks import Block, Tag
from portal.cv.pdf.content import Content
from portal.cv.pdf.templates import THEMES
from portal.cv.resume import Resume, Template, anonymised


def content_of(resume: Resume, *, anonymous: bool, today: date | None) -> Content:
    """What the Simple template says."""
    shown = anonymised(resume) if anonymous else resume
    return Content(shown, THEMES[Template.SIMPLE], today or timezone.localdate())


def as_text(resume: Resume, *, anonymous: bool = False, today: date | None = None) -> str:
    """The Simple template's words, in UTF-8 text with Unix line ends."""
    content = content_of(resume, anonymous=anonymous, today=today)
    lines = [_line(block) for block in content.header()]
    for _, part in content.parts():
        heading = part.heading.text.upper() if part.heading else ""
        lines += ["", heading, "-" * len(heading)]
        for index, entry in enumerate(part.entries):
            if index and entry[0].tag is Tag.SUBHEADING:
                lines.append("")
            lines += [_line(block) for block in entry]
    return "\n".join(lines).replace("\u00a0", " ") + "\n"


def _line(block: Block) -> str:
    return f"- {block.text}" if block.tag is Tag.ITEM else block.text
