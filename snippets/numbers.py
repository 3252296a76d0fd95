"""Whole numbers that somebody sends: keys of rows, versions, ranks."""

# A longer one is the key of no row, and may be more than the database, or Python, reads.
_MOST_DIGITS = 18


def whole_number(text: str, digits: int = _MOST_DIGITS) -> int | None:
    """The number that a text writes in `digits` plain digits at most; None for anything else."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if is_one else None
