"""The table of a size, and the budgets that were missed."""

from typing import Any

HEADINGS = ("case", "median", "p95", "req/s", "queries", "bytes", "× empty", "× bare", "budget")
GROWTH_LIMIT = 1.5  # at 1,000,000 rows against 10,000
SMALL = 10_000  # opportunities: the size that ratios are given for


def table(measured: dict[str, Any]) -> str:
    """Columns aligned with spaces; times in milliseconds. `plain`: see docs/performance.md."""
    rows = [HEADINGS, *(_row(case, measured["size"]) for case in measured["cases"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _row(case: dict[str, Any], size: int) -> tuple[str, ...]:
    return (
        case["name"],
        f"{case['median_ms']:.2f}",
        f"{case['p95_ms']:.2f}",
        f"{case['per_second']:.0f}",
        "" if case["queries"] is None else str(case["queries"]),
        str(case["bytes"]),
        f"{case['ratio_to_empty']:.1f}",
        f"{case['ratio_to_bare']:.1f}",
        _verdict(case, size),
    )


def _verdict(case: dict[str, Any], size: int) -> str:
    if _misses(case, size):
        return "missed"
    if not _has_budget(case):
        return ""
    return "plain" if _is_over(case, size) else "kept"


def _is_over(case: dict[str, Any], size: int) -> bool:
    """Whether the plain form costs more than its budget, and no more than it is allowed."""
    budget = case["budget"].get("max_ratio")
    return budget is not None and case["ratio_to_bare"] > budget * _growth(size)


def _growth(size: int) -> float:
    return GROWTH_LIMIT if size > SMALL else 1


def _has_budget(case: dict[str, Any]) -> bool:
    return any(limit is not None for limit in case["budget"].values())


def _misses(case: dict[str, Any], size: int) -> list[str]:
    budget = case["budget"]
    ratio = budget.get("plain_ratio") or budget.get("max_ratio")
    checks = (
        (ratio and ratio * _growth(size), case["ratio_to_bare"], "× bare"),
        (budget.get("max_queries"), case["queries"], "queries"),
        (budget.get("max_bytes"), case["bytes"], "bytes"),
        (budget.get("max_ms"), case["median_ms"], "ms"),
        (budget.get("max_p95_ms"), case["p95_ms"], "ms at the 95th percentile"),
    )
    return [
        f"{case['name']}: {value} {unit}, budget {limit}"
        for limit, value, unit in checks
        if limit is not None and value > limit
    ]


def missed(results: list[dict[str, Any]]) -> list[str]:
    """One line per limit passed, the growth of the search page between sizes included."""
    lines = [
        f"{measured['size']}: {line}"
        for measured in results
        for case in measured["cases"]
        for line in _misses(case, measured["size"])
    ]
    ratios = {
        measured["size"]: case["ratio_to_bare"]
        for measured in results
        for case in measured["cases"]
        if case["name"] == "search page"
    }
    if len(ratios) > 1:
        growth = ratios[max(ratios)] / ratios[min(ratios)]
        if growth > GROWTH_LIMIT:
            lines.append(f"search page: grows {growth:.2f} times, budget {GROWTH_LIMIT}")
    return lines
