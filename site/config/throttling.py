"""How often one network address may ask the API, whatever the address asked for.

Counts are those of the whole site, however many processes it has: in Redis when CACHE_URL names
one, else in the table of the other limits, one statement a request.

Headers follow draft-ietf-httpapi-ratelimit-headers-06: `RateLimit-Limit`, `-Remaining`, `-Reset`
of the period that ends first for the client, and `RateLimit-Policy` with all of them.
"""

import dataclasses
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from snippets.limits import keyed_hash
from snippets.limits.stores import store
from snippets.networks import client_address, subscriber

GetResponse = Callable[[HttpRequest], HttpResponse]
MINUTE, DAY = 60, 24 * 3600


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """One period of one client: `count` includes the request being answered; times in seconds."""

    limit: int
    period: int
    count: int
    reset: int

    @property
    def remaining(self) -> int:
        """Requests left in the period."""
        return max(0, self.limit - self.count)

    @property
    def is_exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.count > self.limit


class NetworkThrottle(BaseThrottle):
    """Refuses whoever has asked too often.

    DRF's own throttles keep a list of instants in the cache, which two requests at once overwrite;
    this one adds to our counters. `RateLimitMiddleware` says what is left.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        """Count the request, and leave what is counted on it."""
        self.usages = count(client_address(request))
        request.usages.extend(self.usages)
        return not any(usage.is_exceeded for usage in self.usages)

    def wait(self) -> int:
        """Seconds until every period that is used up is over."""
        return max(usage.reset for usage in self.usages if usage.is_exceeded)


class RateLimitMiddleware:
    """Says in each answer below `/api/` what is left to its client.

    What no view has counted is counted here: a text that is not legible, a format that there is
    not.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        usages: list[Usage] = []
        request.usages = usages  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not usages and response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            # The database is away: it would be asked a second time, and waited for.
            return response
        usages = usages or count(client_address(request))
        tightest = min(usages, key=lambda usage: usage.remaining)
        exceeded = [usage for usage in usages if usage.is_exceeded]
        if exceeded:
            tightest = max(exceeded, key=lambda usage: usage.reset)
        response["RateLimit-Limit"] = str(tightest.limit)
        response["RateLimit-Remaining"] = str(tightest.remaining)
        response["RateLimit-Reset"] = str(tightest.reset)
        response["RateLimit-Policy"] = ", ".join(
            f"{usage.limit};w={usage.period}" for usage in usages
        )
        return response


def count(address: str) -> list[Usage]:
    """Count one request of a network address in the running minute and day."""
    now = int(time.time())
    client = subscriber(address)
    limits = ((settings.API_REQUESTS_PER_MINUTE, MINUTE), (settings.API_REQUESTS_PER_DAY, DAY))
    windows = [(limit, period, *divmod(now, period)) for limit, period in limits]
    # Always the minute before the day: two requests at once lock in the same order.
    numbers = store().add_each(
        [
            (keyed_hash("api", period, window, client), period + 1)
            for _, period, window, _ in windows
        ]
    )
    return [
        Usage(limit, period, number, period - elapsed)
        for number, (limit, period, _, elapsed) in zip(numbers, windows, strict=True)
    ]
