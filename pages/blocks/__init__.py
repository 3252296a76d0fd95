"""The blocks of editorial pages, by theme."""

from pages.blocks.body import BodyBlock, heading_errors
from pages.blocks.links import CallsBlock, CallToActionBlock, LinkBlock, MenuBlock

__all__ = [
    "BodyBlock",
    "CallToActionBlock",
    "CallsBlock",
    "LinkBlock",
    "MenuBlock",
    "heading_errors",
]
