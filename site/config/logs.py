"""Structured logs: each line has the id of its request, and none has a secret of an address.

Links of mails, invitations, shared CVs and previews open something for whoever reads them, as do
the parameters that a sign-in comes back with. A line tells the route that an address took, with
numbers and public names (`_KEPT`); the rest is left out whatever it is, so that a new secret is
hidden before anybody thinks of it. Of an address that takes no route, only the first word is told.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver, resolve
from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

from config.outage import reason

HIDDEN = "…"
# Of a longer field, the beginning and the end.
MAX_TEXT = 20_000
# No route of ours is as long.
MAX_PATH = 2_000
_MAX_PIECES = 50
_KEPT = frozenset({"slug"})
# Wagtail's route of pages takes any path.
_ANY_PAGE = "wagtail_serve"

# Shorter pieces open nothing, and would be found in every sentence.
_PIECE = re.compile(r"[\w.:~+-]{8,}")
_ADDRESS = re.compile(r"(?<![\w.…>])(?:[a-z][a-z0-9+.-]*://|/)[^\s\"'<>\\]*")
_PARAMETER = re.compile(
    r"(?i)\b(code|id_token|key|next|password|secret|session_state|state|token)=[^\s&\"',;)]+"
)
_DATABASE_DETAIL = re.compile(r"^DETAIL: .*$", re.MULTILINE)
_SOURCE_LINE = re.compile(r'^(\s*File ")([^"\n]+)(", line \d+.*)$')
_CAPTURED = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
_REGEX_SIGNS = str.maketrans("", "", "^$\\")
# Stands for the path of the request while the rest of a text is cleaned.
_HERE = "\x00"
_WORD = re.compile(r"\^?([\w-]+)/")


@dataclass(frozen=True, slots=True)
class Origin:
    """The request that lines come from."""

    identifier: str = "-"
    path: str = ""
    query: str = ""


NO_REQUEST = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NO_REQUEST)


def forget_origin(**_kwargs: Any) -> None:
    """Receiver of `request_finished`: what this thread logs next is of no request."""
    origin.set(NO_REQUEST)


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every record (“-” outside a request)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the filter only adds."""
        record.request_id = origin.get().identifier
        return True


class RefusalFilter(logging.Filter):
    """Takes the traceback from the record of a refusal: its route and its status say it all.

    While the database is away, each request says it in one line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the filter only takes away."""
        status = getattr(record, "status_code", 0)
        if status == HTTPStatus.SERVICE_UNAVAILABLE and record.exc_info and record.exc_info[1]:
            record.msg = f"{record.getMessage()}: {reason(record.exc_info[1])}"
            record.args = ()
        if 400 <= status < 500 or status == HTTPStatus.SERVICE_UNAVAILABLE:
            record.exc_info = record.exc_text = None
        return True


class SafeJsonFormatter(JsonFormatter):
    """A line of JSON: of a request, its method and its route."""

    def process_log_record(self, log_data: LogData) -> LogData:
        """Clean every field, those that a library adds included."""
        request = log_data.pop("request", None)
        if isinstance(request, HttpRequest):
            log_data |= {"method": request.method, "route": shape(request.path_info)}
        return {key: _clean_value(value) for key, value in log_data.items()}


class SafeLineFormatter(logging.Formatter):
    """The same for people, while developing."""

    def format(self, record: logging.LogRecord) -> str:
        """Clean the whole line, the traceback included."""
        return clean(super().format(record))


def clean(text: str) -> str:
    """A text without what its addresses hold; paths of files and lines of code stay."""
    here = origin.get()
    for piece, told in _pieces(here):
        text = text.replace(piece, told)
    if len(text) > MAX_TEXT:
        text = f"{text[: MAX_TEXT // 2]}{HIDDEN}{text[-MAX_TEXT // 2 :]}"
    text = _DATABASE_DETAIL.sub(f"DETAIL: {HIDDEN}", text)
    text = "\n".join(_clean_line(line) for line in text.split("\n"))
    return text.replace(_HERE, shape(here.path)) if _HERE in text else text


def shape(path: str) -> str:
    """The route that a path takes, with what may be told of it."""
    if len(path) > MAX_PATH:
        return f"/{HIDDEN}"
    match = _match(path)
    if match is None or match.url_name == _ANY_PAGE:
        first = path.lstrip("/").partition("/")[0]
        return f"/{first}/{HIDDEN}" if first in _first_words() else f"/{HIDDEN}"

    def told(captured: re.Match[str]) -> str:
        name = captured[1] or captured[2]
        value = match.kwargs.get(name)
        return str(value) if name in _KEPT or isinstance(value, int) else f"{{{name}}}"

    return "/" + _CAPTURED.sub(told, match.route).translate(_REGEX_SIGNS)


def _clean_value(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, dict):
        return {clean(str(key)): _clean_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean_value(item) for item in value]
    return clean(str(value))


def _clean_line(line: str) -> str:
    if _SOURCE_LINE.match(line):
        return line
    return _PARAMETER.sub(rf"\1={HIDDEN}", _ADDRESS.sub(_address, line))


def _address(found: re.Match[str]) -> str:
    address = found[0]
    if address.startswith((str(settings.BASE_DIR), str(settings.VAR_DIR))):
        return address
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return HIDDEN
    start = f"{parts.scheme}://{host}" if parts.scheme else ""
    query = f"?{HIDDEN}" if parts.query else ""
    return f"{start}{shape(unquote(parts.path))}{query}"


@lru_cache(maxsize=4)
def _pieces(here: Origin) -> list[tuple[str, str]]:
    """What a line may quote of the address of its request, the longest first, and what to say."""
    if here.path in {"", "/"} and not here.query:
        return []
    told = shape(here.path)
    found = {here.path: _HERE, quote(here.path): _HERE} if here.path != "/" else {}
    if here.query:
        found[here.query] = HIDDEN
    for piece in islice(_PIECE.finditer(f"{here.path}?{unquote(here.query)}"), _MAX_PIECES):
        if piece[0] not in told:
            found |= dict.fromkeys((piece[0], quote(piece[0]), quote(piece[0], safe="")), HIDDEN)
    return sorted(found.items(), key=lambda item: -len(item[0]))


@lru_cache(maxsize=4)  # a line asks for the address of its request several times
def _match(path: str) -> ResolverMatch | None:
    """The route, once the site stands: a line must be written whatever happens."""
    if not apps.ready:
        return None
    try:
        return resolve(path)
    except Exception:  # noqa: BLE001
        return None


def _first_words(patterns: Iterable[Any] | None = None) -> Iterator[str]:
    """The words that addresses of ours begin with."""
    if not apps.ready:
        return
    # An app without addresses has none: an empty list is not the whole site.
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if word := _WORD.match(str(entry.pattern)):
            yield word[1]
        elif not str(entry.pattern):
            yield from _first_words(getattr(entry, "url_patterns", ()) or ())
