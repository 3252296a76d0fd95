"""Words of Wagtail's screens that no translation reaches; the others are in `site/locale/`."""

from typing import Any

from django.utils.dateformat import DateFormat
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.search import SearchView


def write_as_french_does() -> None:
    """A space before a colon, « 1er » in dates, and a name for what the search of pages counts.

    Django has an ordinal for days (`S` in a format) in English only; the search said « None ».
    """
    DateFormat.S = _ordinal  # type: ignore[method-assign, assignment]
    WagtailAdminTemplateMixin.get_header_title = _header_title
    SearchView.verbose_name_plural = "pages"


def _ordinal(date: Any) -> str:
    return "er" if date.data.day == 1 else ""


def _header_title(view: Any) -> str:
    title, subtitle = view.get_page_title(), view.get_page_subtitle()
    return f"{title}\u00a0: {subtitle}" if subtitle else str(title)
