"""A size of an image of the library, if it can be made."""

from collections.abc import Iterable
from typing import Any

from wagtail.images.models import Filter, SourceImageIOError


def rendition_or_none(image: Any, spec: Filter | str) -> Any:
    """The rendition; None when the original is lost, cannot be read, or the disk is full."""
    try:
        return image.get_rendition(spec)
    except SourceImageIOError:
        return None


def renditions_or_none(image: Any, specs: Iterable[Filter | str]) -> Any:
    """The renditions by spec; None when one of them cannot be made."""
    try:
        return image.get_renditions(*specs)
    except SourceImageIOError:
        return None
