"""Exports of the CMS."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from snippets.spreadsheets import as_text, legible


def write_text_as_text() -> None:
    """Make every export of the CMS write text that is neither computed nor illegible.

    Titles and names come from outside: whoever opens a CSV file would run them (of the other
    format, Wagtail sees to it), and one control character stops a workbook.
    """
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        str: {mixin.FORMAT_CSV: as_text, mixin.FORMAT_XLSX: legible},
    }
