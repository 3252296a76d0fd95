"""A limit that is passed fails the bench; a budget alone does not, where a plain form has one."""

import pytest

from tests.bench import report


def measured(ratio: float, size: int = 10_000, **budget: float) -> dict[str, object]:
    case = {"name": "a case", "median_ms": 1.0, "p95_ms": 51.0, "per_second": 1.0}
    case |= {"queries": None, "bytes": 1, "ratio_to_empty": 1.0, "ratio_to_bare": ratio}
    return {"size": size, "cases": [case | {"budget": budget}]}


@pytest.mark.parametrize(
    ("ratio", "budget", "verdict"),
    [
        (20, {"max_ratio": 25, "plain_ratio": 40}, "kept"),
        (39, {"max_ratio": 25, "plain_ratio": 40}, "plain"),
        (41, {"max_ratio": 25, "plain_ratio": 40}, "missed"),
        (26, {"max_ratio": 25, "plain_ratio": None}, "missed"),
        (59, {"max_ratio": 25, "plain_ratio": 40, "size": 1_000_000}, "plain"),
        (61, {"max_ratio": 25, "plain_ratio": 40, "size": 1_000_000}, "missed"),
        (20, {"max_ratio": 25, "max_p95_ms": 50}, "missed"),
        (26, {}, ""),
    ],
)
def test_verdict(ratio, budget, verdict):
    result = measured(ratio, **budget)
    assert report.table(result).splitlines()[1].split()[-1] == (verdict or f"{ratio}.0")
    assert bool(report.missed([result])) == (verdict == "missed")
