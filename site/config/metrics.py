"""What Prometheus reads at `/metrics`: requests, the worker, mail, jobs, what is online.

Labels are routes, methods and states, never a path, an address or a name: how many series there
are depends on the code, and nothing is told of anybody. Without METRICS_TOKEN nothing is counted
and the address does not exist.

Requests are counted in each process. With several, PROMETHEUS_MULTIPROC_DIR names a folder that is
empty when the service starts, where they put their counts together.
"""

import functools
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.health import worker_silence
from search.models import Kind, Opportunity
from search.queries.conditions import unexpired

COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "declic_requests", "Requests answered", ["route", "method", "status"], registry=COUNTED
)
SECONDS = Histogram(
    "declic_request_seconds",
    "How long requests took, without static files",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=COUNTED,
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_ROUTE = "none"
_CAPTURED = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
_WAITING = {STATUS.failed: "failed", STATUS.queued: "queued", STATUS.requeued: "requeued"}
# Those that are over are purged, and would be counted one by one.
_UNFINISHED = ("todo", "doing", "failed", "aborting")


class MetricsMiddleware:
    """Counts and times what the site answers; static files and probes come before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = _told(match.route) if match else _NO_ROUTE
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


class StateCollector(Collector):
    """What the database knows, asked at each reading."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Families of gauges; one alone, at zero, while the database is away."""
        try:
            found = list(_state())
        except Error:
            found = []
        is_up = GaugeMetricFamily("declic_database_up", "Whether the database answers")
        is_up.add_metric([], int(bool(found)))
        yield is_up
        yield from found


@require_safe
@never_cache
def scrape(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever shows the token. Raises Http404 where there is none."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(_Counted())
    registry.register(StateCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Counted(Collector):
    """The counts of this process."""

    def collect(self) -> Iterable[Metric]:
        return COUNTED.collect()


def _state() -> Iterator[GaugeMetricFamily]:
    silence = worker_silence()
    worker = GaugeMetricFamily(
        "declic_worker_heartbeat_age_seconds", "Since a worker last gave a sign of life"
    )
    if silence is not None:
        worker.add_metric([], silence)
    yield worker
    mail = Email.objects.filter(status__in=_WAITING).values_list("status")
    mail_counts = {_WAITING[status]: number for status, number in _counts(mail)}
    yield _by("declic_mail_messages", "Messages not sent", "state", _WAITING.values(), mail_counts)
    jobs = ProcrastinateJob.objects.filter(status__in=_UNFINISHED).values_list("status")
    yield _by("declic_jobs", "Jobs not done", "state", _UNFINISHED, dict(_counts(jobs)))
    online = Opportunity.objects.filter(unexpired()).values_list("kind")
    yield _by(
        "declic_published_opportunities", "Online now", "kind", Kind.values, dict(_counts(online))
    )


def _counts(values: Any) -> Iterable[tuple[Any, int]]:
    """How many rows of each value of a `values_list`."""
    counted: Iterable[tuple[Any, int]] = values.annotate(number=Count("pk")).order_by()
    return counted


def _by(
    name: str, help_text: str, label: str, values: Iterable[str], counts: Mapping[Any, int]
) -> GaugeMetricFamily:
    """A gauge with a series for each value, those that nothing has included."""
    family = GaugeMetricFamily(name, help_text, labels=[label])
    for value in values:
        family.add_metric([value], counts.get(value, 0))
    return family


@functools.cache  # as many as there are routes
def _told(route: str) -> str:
    """A route as people read it: `/offres/{slug}/`; Wagtail's pages are one."""
    if route.startswith("^((?:"):
        return "/{page}"
    named = _CAPTURED.sub(lambda found: f"{{{found[1] or found[2]}}}", route)
    return "/" + named.translate(str.maketrans("", "", "^$\\"))
