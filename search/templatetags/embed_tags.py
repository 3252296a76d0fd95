"""Opportunities inside editorial pages, for the templates of blocks."""

from typing import Any

from django import template
from django.template.context import Context

from search.criteria import PAGE_SIZE
from search.screens.blocks import Embed, embed
from search.screens.hearts import kept_by

register = template.Library()


@register.simple_tag(takes_context=True)
def embedded_opportunities(context: Context, block: Any, limit: int = PAGE_SIZE) -> Embed:
    """Return what the criteria of a block find, at most `limit` cards (one page of results)."""
    return embed(block, min(int(limit), PAGE_SIZE), kept_by(context.get("request")))
