"""Exports of the CMS."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from snippets.spreadsheets import as_text


def keep_formulas_out() -> None:
    """Make every CSV export of the CMS write text as text, as Wagtail does for its other format.

    Titles and names come from outside; whoever opens the file would run them.
    """
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        str: {mixin.FORMAT_CSV: as_text},
    }
