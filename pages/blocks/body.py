"""The body of an editorial page: which blocks it may hold, and the order of its headings."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail.blocks.stream_block import StreamBlockValidationError

from pages.blocks.base import CheckedStreamBlock
from pages.blocks.facts import FaqBlock, KeyFiguresBlock, StepsBlock
from pages.blocks.links import CallToActionBlock
from pages.blocks.media import DocumentsBlock, FigureBlock
from pages.blocks.opportunities import OpportunitiesBlock, OpportunitiesMapBlock, PlaceMapBlock
from pages.blocks.text import QuoteBlock, RichTextContentBlock

_HEADING = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
# The page's title is level 1; the title of a block is level 2.
_PAGE_LEVEL = 1
_BLOCK_LEVEL = 2


class BodyBlock(CheckedStreamBlock):
    """The blocks of an editorial page."""

    text = RichTextContentBlock()
    image = FigureBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    faq = FaqBlock()
    key_figures = KeyFiguresBlock()
    documents = DocumentsBlock()
    steps = StepsBlock()
    opportunities = OpportunitiesBlock()
    opportunities_map = OpportunitiesMapBlock()
    place_map = PlaceMapBlock()

    class Meta:
        required = False

    def clean(self, value: Any) -> Any:
        """Check each block, then that no heading skips a level."""
        value = super().clean(value)
        if not self.is_deferred_validation:
            errors = dict(heading_errors(value))
            if errors:
                raise StreamBlockValidationError(block_errors=errors)
        return value


def heading_errors(body: Any) -> Iterator[tuple[int, ValidationError]]:
    """(position, message) of each text whose headings are empty or skip a level."""
    previous = _PAGE_LEVEL
    for position, block in enumerate(body):
        if block.block_type != "text":
            if block.value.get("title"):
                previous = _BLOCK_LEVEL
            continue
        for level, content in _HEADING.findall(block.value.source):
            title = strip_tags(content).strip()
            if not title:
                yield (
                    position,
                    ValidationError("Un titre est vide\u00a0: écrivez-le ou retirez-le."),
                )
                break
            if int(level) > previous + 1:
                message = (
                    f"Le titre «\u00a0{title[:60]}\u00a0» saute un niveau\u00a0: "
                    f"choisissez «\u00a0Titre {previous + 1}\u00a0»."
                )
                yield position, ValidationError(message)
                break
            previous = int(level)
