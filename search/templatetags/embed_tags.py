"""Opportunities inside editorial pages, for the templates of blocks."""

from typing import Any

from django import template

from search.criteria import PAGE_SIZE
from search.embeds import Embed, embed

register = template.Library()


@register.simple_tag
def embedded_opportunities(block: Any, limit: int = PAGE_SIZE) -> Embed:
    """Return what the criteria of a block find, at most `limit` cards (one page of results)."""
    return embed(block, min(int(limit), PAGE_SIZE))
