"""How often one network address may ask the API, whatever the address asked for.

Counts live in Redis when CACHE_URL says so, hence one count for all processes; else in the memory
of each process (the cache `throttle`, of a bounded size), hence up to so many times the limits as
there are processes. Counting in the database would cost more than most answers: this protects from
runaway programs, it is no quota that somebody pays for.

Headers follow draft-ietf-httpapi-ratelimit-headers-06: `RateLimit-Limit`, `-Remaining`, `-Reset`
of the period that ends first for the client, and `RateLimit-Policy` with all of them.
"""

import dataclasses
import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from snippets.limits.stores import redis_store
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
    client = _client_key(address)
    limits = ((settings.API_REQUESTS_PER_MINUTE, MINUTE), (settings.API_REQUESTS_PER_DAY, DAY))
    return [_counted(client, limit, period, now) for limit, period in limits]


def _counted(client: str, limit: int, period: int, now: int) -> Usage:
    window, elapsed = divmod(now, period)
    key = f"api.{period}.{window}.{client}"
    number = _add_in_redis(key, period) if settings.REDIS_URL else _add_in_memory(key, period)
    return Usage(limit, period, number, period - elapsed)


def _add_in_redis(key: str, period: int) -> int:
    return redis_store(settings.REDIS_URL).add(key, period + 1)


def _add_in_memory(key: str, period: int) -> int:
    """Both ways of adding hold the lock of the cache; past its size it forgets who asks least."""
    cache = caches["throttle"]
    try:
        return cache.incr(key)
    except ValueError:
        # The first of the period, or the second when two come at once.
        return 1 if cache.add(key, 1, timeout=period + 1) else cache.incr(key)


def _client_key(address: str) -> str:
    """A subscriber, kept as a hash: logs and caches hold no personal data."""
    visitor = subscriber(address)
    digest = hashlib.blake2b(f"{settings.SECRET_KEY}{visitor}".encode(), digest_size=16)
    return digest.hexdigest()
