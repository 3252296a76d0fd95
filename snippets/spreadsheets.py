"""Text that goes into spreadsheets."""

import re

# No XML file can hold them: a workbook with one cannot be written, or opened.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def legible(value: str) -> str:
    """A value without the characters that no workbook can hold."""
    return _UNWRITABLE.sub("", value)


def as_text(value: str) -> str:
    """A legible value that no spreadsheet computes: an apostrophe before a formula."""
    value = legible(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
