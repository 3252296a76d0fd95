"""A private file, given whole: the area streams nothing."""

import logging
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

logger = logging.getLogger("declic.followup")


def file_answer(file: Any, media_type: str, name: str) -> HttpResponse:
    """Its bytes; raises Http404 when it is lost, after a restore without its files."""
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as error:
        logger.exception("a private file is missing")
        raise Http404 from error
    response = HttpResponse(content, content_type=media_type)
    told = content_disposition_header(as_attachment=False, filename=name.replace("/", "-"))
    response["Content-Disposition"] = told or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
