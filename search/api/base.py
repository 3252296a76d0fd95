"""What every view of the API does: read the parameters, spare what is known, write JSON."""

import datetime
import hashlib
import json
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.views import APIView

from search.api.openapi import Operation, OperationSchema
from search.api.problems import PageOutOfRangeError, PreconditionError
from search.index import change_log

SHARED_SECONDS = 30
# Part of every validator: to be raised when an answer changes while the data do not.
FORMAT = 1
# A second may see two changes: until it is over, it says nothing of when the data changed.
SETTLED = datetime.timedelta(seconds=2)


class PublicView(APIView):
    """A view that anybody may read; shared caches may keep its answers for a moment.

    A subclass reads the parameters in `question` and answers it in `content`. `sources` are the
    tables that the answer depends on; without any, or when time alone changes the answer
    (`depends_on_time`), the validator is made from the answer itself.
    """

    http_method_names = ("get", "head", "options")
    schema = OperationSchema()
    operation: ClassVar[Operation]
    sources: ClassVar[tuple[str, ...]] = ()

    def get_renderers(self) -> list[BaseRenderer]:
        """What `Accept` may ask for: the type that the schema announces, and plain JSON."""
        own = JSONRenderer()
        own.media_type = self.operation.content_type
        return [own, JSONRenderer()]

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Answer, or 304 when what the client has is still right."""
        question = self.question(request, **parts)
        is_versioned = bool(self.sources) and not self.depends_on_time(question)
        version = change_log.version(self.sources) if is_versioned else change_log.UNKNOWN
        etag = self._etag(request, version.key)
        if is_versioned and request.headers.get("If-None-Match", "*").strip() != "*":
            # An ETag is only ever given with an answer: its owner had one, of the same version.
            known = self._known(request, etag, None)
            if known is not None:
                return known
        body = json.dumps(
            self.content(request, question, version.key), ensure_ascii=False, separators=(",", ":")
        )
        if not is_versioned:
            etag = self._etag(request, body)
        known = self._known(request, etag, version.changed_at)
        if known is not None:
            return known
        response = HttpResponse(body, content_type=self.operation.content_type)
        return self._finished(response, etag, version.changed_at)

    def question(self, request: HttpRequest, **parts: Any) -> Any:
        """What is asked. Raises problems."""
        raise NotImplementedError

    def content(self, request: HttpRequest, question: Any, version: str) -> Any:
        """The answer as plain data. Raises problems."""
        raise NotImplementedError

    def depends_on_time(self, question: Any) -> bool:
        """Whether the answer changes while neither the data nor the expired rows do."""
        return False

    def _known(
        self, request: HttpRequest, etag: str, modified: datetime.datetime | None
    ) -> HttpResponse | None:
        """304 when the request's conditions say so; raises PreconditionError for `If-Match`."""
        seconds = _seconds(modified)
        known = get_conditional_response(request, etag=etag, last_modified=seconds)
        if known is None:
            return None
        if known.status_code == PreconditionError.status_code:
            raise PreconditionError
        return self._finished(known, etag, modified)

    def _finished(
        self, response: HttpResponse, etag: str, modified: datetime.datetime | None
    ) -> HttpResponse:
        """The validators and how long the answer may be kept."""
        response["ETag"] = etag
        seconds = _seconds(modified)
        if seconds is not None:
            response["Last-Modified"] = http_date(seconds)
        patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
        patch_vary_headers(response, ["Accept"])
        return response

    def _etag(self, request: HttpRequest, *parts: str) -> str:
        """A weak validator: the same data at the same address, whatever the compression.

        The address is part of it, since the answers hold absolute ones.
        """
        text = "\n".join((str(FORMAT), origin(request), request.get_full_path(), *parts))
        return f'W/"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'


def _seconds(moment: datetime.datetime | None) -> int | None:
    """Seconds since 1970 of a change, once it is SETTLED."""
    if moment is None or timezone.now() - moment < SETTLED:
        return None
    return int(moment.timestamp())


def origin(request: HttpRequest) -> str:
    """Scheme and host of the site."""
    return f"{request.scheme}://{request.get_host()}"


def pages(request: HttpRequest, *, page: int, count: int, size: int) -> dict[str, Any]:
    """The number of results and the addresses of the neighbouring pages.

    Raises PageOutOfRangeError beyond the last one.
    """
    last = max(1, -(-count // size))
    if page > last:
        raise PageOutOfRangeError(last)
    return {
        "count": count,
        "next": _page_address(request, page + 1) if page < last else None,
        "previous": _page_address(request, page - 1) if page > 1 else None,
    }


def _page_address(request: HttpRequest, page: int) -> str:
    """The absolute address of another page of the same search."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{origin(request)}{request.path}?{query.urlencode()}"


def selected(item: dict[str, Any], fields: tuple[str, ...] | None) -> dict[str, Any]:
    """The chosen properties of a result, or all of them."""
    return item if fields is None else {name: item[name] for name in fields}
