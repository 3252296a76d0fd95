"""Text that goes into spreadsheets."""

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """A value of a cell that no spreadsheet computes: an apostrophe before a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
