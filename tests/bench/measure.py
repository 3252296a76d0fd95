"""Timings over a kept-alive connection, rounds interleaved, and what they come to."""

import gzip
import http.client
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """What is asked, and its budget: multiples of the bare view at 10,000 rows, queries, bytes, ms.

    `plain_ratio`: what the plain form is allowed beyond the budget (docs/performance.md says why).
    """

    name: str
    path: str
    max_ratio: float | None = None
    plain_ratio: float | None = None
    max_queries: int | None = None
    max_bytes: int | None = None
    max_ms: float | None = None
    max_p95_ms: float | None = None


@dataclass
class Result:
    """Milliseconds of each request, and the rest of one line of the table."""

    case: Case
    times_ms: list[float] = field(default_factory=list)
    body_bytes: int = 0
    queries: int | None = None

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.times_ms)

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.times_ms, n=20)[-1]

    @property
    def per_second(self) -> float:
        """Requests per second of one worker, one after the other."""
        return 1000 * len(self.times_ms) / sum(self.times_ms)


class UnexpectedAnswerError(RuntimeError):
    """A case answered something else than 200: its time would mean nothing."""


class Client:
    """One kept-alive connection to a server on loopback."""

    def __init__(self, port: int, *, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Accept-Encoding": "identity"} | ({"Cookie": cookie} if cookie else {})

    def get(self, path: str) -> tuple[float, bytes]:
        """Return (milliseconds, body). Raises UnexpectedAnswerError."""
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        elapsed = (time.perf_counter() - started) * 1000
        if response.status != http.client.OK:
            message = f"{path} answered {response.status}"
            raise UnexpectedAnswerError(message)
        return elapsed, body


def interleave(
    clients: dict[str, Client], cases: Sequence[Case], rounds: int, per_round: int
) -> dict[str, Result]:
    """Run every case a few times in each round, so that a slow moment of the machine hits all.

    `clients` has a client per case name, or under "site" for the others.
    """
    results = {case.name: Result(case) for case in cases}
    for case in cases:
        client = clients.get(case.name, clients["site"])
        for _ in range(WARM_UP):
            _, body = client.get(case.path)
        results[case.name].body_bytes = len(gzip.compress(body)) if case.max_bytes else len(body)
    for _ in range(rounds):
        for case in cases:
            client = clients.get(case.name, clients["site"])
            results[case.name].times_ms += [client.get(case.path)[0] for _ in range(per_round)]
    return results


def as_json(result: Result, bare: Result, empty: Result) -> dict[str, object]:
    """One case as plain data; times in milliseconds."""
    return {
        "name": result.case.name,
        "budget": {
            key: value
            for key, value in asdict(result.case).items()
            if key.startswith(("max_", "plain_"))
        },
        "median_ms": round(result.median, 3),
        "p95_ms": round(result.p95, 3),
        "per_second": round(result.per_second, 1),
        "queries": result.queries,
        "bytes": result.body_bytes,
        "ratio_to_empty": round(result.median / empty.median, 2),
        "ratio_to_bare": round(result.median / bare.median, 2),
    }
