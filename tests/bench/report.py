"""The table of a size, and the budgets that were missed."""

from typing import Any

HEADINGS = ("case", "median", "p95", "req/s", "queries", "bytes", "× empty", "× bare", "budget")
GROWTH_LIMIT = 1.5  # the search page at 1,000,000 rows against 10,000


def table(measured: dict[str, Any]) -> str:
    """Columns aligned with spaces; times in milliseconds. `plain`: see docs/performance.md."""
    rows = [HEADINGS, *(_row(case) for case in measured["cases"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _row(case: dict[str, Any]) -> tuple[str, ...]:
    return (
        case["name"],
        f"{case['median_ms']:.2f}",
        f"{case['p95_ms']:.2f}",
        f"{case['per_second']:.0f}",
        "" if case["queries"] is None else str(case["queries"]),
        str(case["bytes"]),
        f"{case['ratio_to_empty']:.1f}",
        f"{case['ratio_to_bare']:.1f}",
        _verdict(case),
    )


def _verdict(case: dict[str, Any]) -> str:
    if _misses(case):
        return "missed"
    if not _has_budget(case):
        return ""
    return "plain" if _is_over(case) else "kept"


def _is_over(case: dict[str, Any]) -> bool:
    """Whether the plain form costs more than its budget, and no more than it is allowed."""
    budget = case["budget"].get("max_ratio")
    return budget is not None and case["ratio_to_bare"] > budget


def _has_budget(case: dict[str, Any]) -> bool:
    return any(limit is not None for limit in case["budget"].values())


def _misses(case: dict[str, Any]) -> list[str]:
    ratio = "plain_ratio" if case["budget"].get("plain_ratio") else "max_ratio"
    pairs = (
        (ratio, "ratio_to_bare", "× bare"),
        ("max_queries", "queries", "queries"),
        ("max_bytes", "bytes", "bytes"),
        ("max_ms", "median_ms", "ms"),
    )
    return [
        f"{case['name']}: {case[key]} {unit}, budget {case['budget'][limit]}"
        for limit, key, unit in pairs
        if case["budget"].get(limit) is not None and case[key] > case["budget"][limit]
    ]


def missed(results: list[dict[str, Any]]) -> list[str]:
    """One line per limit passed, the growth of the search page between sizes included."""
    lines = [
        f"{measured['size']}: {line}"
        for measured in results
        for case in measured["cases"]
        for line in _misses(case)
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
