"""Middleware of the whole site: request ids, slow queries, content policy, malformed input."""

import errno
import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_to_bytes

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import DataError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.encoding import iri_to_uri

from config.logs import Origin, origin
from config.metrics import scrape
from config.views import address_too_long, bad_request, insufficient_storage, live, ready

logger = logging.getLogger("declic.request")
slow_queries = logging.getLogger("declic.slow_query")

GetResponse = Callable[[HttpRequest], HttpResponse]
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Characters. The documented commands refuse a line of 8,190 bytes; this is for other servers.
MAX_ADDRESS = 100_000
PROBES = {"/health/live": live, "/health/ready": ready}
METRICS = "/metrics"
_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives each request an id (the proxy's when it is well-formed) and logs slow queries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the same id in `X-Request-ID`.

        The id outlives this call: Django logs a refusal after the last middleware.
        """
        given = request.headers.get("X-Request-ID", "")
        identifier = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        origin.set(Origin(identifier, request.path_info, request.META.get("QUERY_STRING", "")))
        with connection.execute_wrapper(_log_slow_query):
            response = self.get_response(request)
        response["X-Request-ID"] = identifier
        return response


def _log_slow_query(
    execute: Callable[..., Any],
    sql: str,
    params: Sequence[Any] | Mapping[str, Any] | None,
    many: bool,  # noqa: FBT001
    context: dict[str, Any],
) -> Any:
    """Run one query; log its text (never its parameters: they may be personal data) when slow."""
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        elapsed = (time.perf_counter() - started) * 1000
        if elapsed >= settings.SLOW_QUERY_MS:
            slow_queries.warning("%.0f ms: %s", elapsed, sql[:2000])


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, a relaxed one under `/cms/` only; map tiles where a map is."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002
    ) -> PolicyParts:
        """Extend django-csp's parts with the CMS's directives and the tile layer's origin."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith("/cms/"):
            parts.replace = {**settings.CMS_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        tiles = getattr(request, "map_tile_origin", None)
        if tiles:
            parts.update = {**(parts.update or {}), "img-src": [tiles]}
        return parts


class PermissionsPolicyMiddleware:
    """Tells browsers what pages may never ask for, unless the view said otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class ProbeMiddleware:
    """Answers load balancers and monitoring, which ask by address, before hosts are looked at.

    Nothing in these answers is made from the host.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing else of the site is asked: no session, no database for `live`."""
        path = request.path_info
        view = scrape if path == METRICS and settings.METRICS_TOKEN else PROBES.get(path)
        return view(request) if view else self.get_response(request)


class MalformedRequestMiddleware:
    """Answers in French to an address that no page can read: NUL bytes, broken UTF-8, too long.

    Letters that came as they are typed, which some programs and old links do, are escaped.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before any view or query sees the values."""
        if len(request.path_info) + len(request.META.get("QUERY_STRING", "")) > MAX_ADDRESS:
            logger.info("long address refused")
            return address_too_long(request)
        query = request.META.get("QUERY_STRING", "")
        if not query.isascii():
            request.META["QUERY_STRING"] = _escaped(query)
        if "\x00" in request.path_info or not _is_readable(request.META.get("QUERY_STRING", "")):
            logger.info("malformed address refused")
            return bad_request(request, unreadable=_unreadable_names(request))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The same for a body that no column can store, where no form has refused it."""
        if not _is_unstorable(exception):
            return None
        logger.info("text that cannot be stored refused")
        return bad_request(request, exception)


class FullDiskMiddleware:
    """Says that a file was not kept, when there is no room for it: it is nobody's mistake."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """507, for a full disk and for a quota."""
        if not isinstance(exception, OSError) or exception.errno not in _NO_ROOM:
            return None
        logger.error("no room for a file: %s", exception.strerror)
        return insufficient_storage(request)


def _is_unstorable(exception: Exception) -> bool:
    """Whether the database, or its driver, has refused a NUL or half a character."""
    if isinstance(exception, UnicodeEncodeError):
        return exception.reason == "surrogates not allowed"
    return isinstance(exception, (DataError, ValueError)) and "NUL (0x00)" in str(exception)


def _unreadable_names(request: HttpRequest) -> list[str]:
    """The parameters of which the name or the value cannot be read."""
    parts = request.META.get("QUERY_STRING", "").split("&")
    wrong = [part.partition("=")[0] for part in parts if not _is_readable(part)]
    names = [unquote_to_bytes(name.encode("latin-1")).decode("utf-8", "replace") for name in wrong]
    return [name.replace("\x00", "\ufffd") for name in dict.fromkeys(names)]


def _escaped(query: str) -> str:
    """A query string whose raw letters, in UTF-8 or in Latin-1, are escaped as browsers do.

    WSGI gives its bytes as Latin-1.
    """
    try:
        text = query.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        text = query
    return iri_to_uri(text) or ""


def _is_readable(query: str) -> bool:
    """Whether a query string, in ASCII, decodes to UTF-8 text without NUL."""
    if "%" not in query:
        return "\x00" not in query
    try:
        return "\x00" not in unquote_to_bytes(query).decode("utf-8")
    except UnicodeError:
        return False
