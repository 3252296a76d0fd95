"""What a document must be to be kept."""

import json
from decimal import Decimal
from typing import Any

from portal.cv.errors import CvError
from portal.cv.models import MAX_DOCUMENT
from portal.cv.resume import ResumeError, parse

TOO_LONG = "Ce CV est trop long. Retirez quelques lignes, puis recommencez."


def check(document: dict[str, Any]) -> None:
    """Raise CvError for what is no CV, or too long for one."""
    try:
        parse(document)
    except ResumeError as error:
        raise CvError(str(error)) from error
    # Bytes of the column's text: PostgreSQL writes it as `json.dumps` does, without escapes.
    written = json.dumps(_with_all_digits(document), ensure_ascii=False)
    if len(written.encode(errors="replace")) > MAX_DOCUMENT:
        raise CvError(TOO_LONG)


def _with_all_digits(value: Any) -> Any:
    """The same length as in the column, or a little more: there, 1e308 has its 309 digits."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, dict):
        return {key: _with_all_digits(item) for key, item in value.items()}
    return [_with_all_digits(item) for item in value] if isinstance(value, list) else value
