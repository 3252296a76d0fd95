"""What a document must be to be kept."""

import json
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
    if len(json.dumps(document, ensure_ascii=False).encode(errors="replace")) > MAX_DOCUMENT:
        raise CvError(TOO_LONG)
