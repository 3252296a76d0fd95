"""How often one network address may ask the API, whatever the address asked for.

Counts live in the cache `throttle`: Redis when CACHE_URL says so, hence one count for all
processes; else the memory of each process, hence up to so many times the limits as there are
processes. Counting in the database would cost more than most answers: this protects from runaway
programs, it is no quota that somebody pays for.

Headers follow draft-ietf-httpapi-ratelimit-headers-06: `RateLimit-Limit`, `-Remaining`, `-Reset`
of the period that ends first for the client, and `RateLimit-Policy` with all of them.
"""

import dataclasses
import hashlib
import ipaddress
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from config.api import problem_document
from search.reporting import client_address

GetResponse = Callable[[HttpRequest], HttpResponse]
MINUTE, DAY = 60, 24 * 3600
# What one subscriber has in IPv6.
_IPV6_PREFIX = 64


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


class ApiThrottleMiddleware:
    """Counts what is asked below `/api/` and says in each answer what is left."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 429 as a problem document."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        usages = count(client_address(request))
        tightest = min(usages, key=lambda usage: usage.remaining)
        exceeded = [usage for usage in usages if usage.is_exceeded]
        if exceeded:
            tightest = max(exceeded, key=lambda usage: usage.reset)
            response: HttpResponse = problem_document(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"Trop de demandes\u00a0: réessayez dans {_duration(tightest.reset)}.",
            )
            response["Retry-After"] = str(tightest.reset)
            response["Cache-Control"] = "no-store"
        else:
            response = self.get_response(request)
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
    cache = caches["throttle"]
    window, elapsed = divmod(now, period)
    key = f"api.{period}.{window}.{client}"
    try:
        number = cache.incr(key)
    except ValueError:
        # The first of the period, or the second when two come at once.
        number = 1 if cache.add(key, 1, timeout=period + 1) else cache.incr(key)
    return Usage(limit, period, number, period - elapsed)


def _client_key(address: str) -> str:
    """A subscriber, kept as a hash: logs and caches hold no personal data."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        prefix = parsed.max_prefixlen if parsed.version == 4 else _IPV6_PREFIX
        network = str(ipaddress.ip_network((parsed, prefix), strict=False))
    digest = hashlib.blake2b(f"{settings.SECRET_KEY}{network}".encode(), digest_size=16)
    return digest.hexdigest()


def _duration(seconds: int) -> str:
    """“40 secondes”, “3 heures”."""
    if seconds < 2 * MINUTE:
        return f"{seconds}\u00a0seconde{'s' if seconds > 1 else ''}"
    if seconds < 2 * 60 * MINUTE:
        return f"{-(-seconds // 60)}\u00a0minutes"
    return f"{-(-seconds // 3600)}\u00a0heures"
