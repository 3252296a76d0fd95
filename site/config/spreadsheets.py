"""Exports of the CMS."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """A value of a CSV cell that no spreadsheet computes: an apostrophe before a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def keep_formulas_out() -> None:
    """Make every CSV export of the CMS write text as text, as Wagtail does for its other format.

    Titles and names come from outside; whoever opens the file would run them.
    """
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        str: {mixin.FORMAT_CSV: as_text},
    }
