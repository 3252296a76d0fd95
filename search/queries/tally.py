"""Counting a search: its total and its facets, each facet without its own filter."""

import json
from typing import Any

from search.criteria import Criteria
from search.queries.conditions import TABLE, Fragment, base_conditions, facet_conditions, joined
from search.queries.results import LABELS, Counts

# Parameter → column, for the facets of which a row has one value.
_SINGLE = {"type": "kind", "contrat": "contract", "domaine": "domain", "temps": "working_time"}
_FLAGS = {
    "debutant": "beginner_accepted",
    "sans_permis": "no_licence",
    "siae": "siae",
    "handicap": "disabled_workers_welcome",
}
_REST = ["schedules", *_FLAGS.values()]
COLUMNS = ", ".join([*_SINGLE.values(), *_REST])
# In a line: the grouping set, the columns, then the tallies.
_FIRST_TALLY = 1 + len(_SINGLE) + len(_REST)
# GROUPING() has a bit for each column that is *not* in the set, the first column highest.
_SETS = {0b01111: "type", 0b10111: "contrat", 0b11011: "domaine", 0b11101: "temps"}


def chosen_columns(criteria: Criteria) -> list[Fragment]:
    """Whether a row has the chosen values of each facet that is filtered by."""
    return [
        Fragment(f"{condition.sql} AS ok_{name}", condition.params)
        for name, condition in facet_conditions(criteria).items()
    ]


def all_chosen(criteria: Criteria, without: str = "") -> str:
    """The condition of all the filtered facets, but perhaps one, on `chosen_columns`."""
    names = [f"ok_{name}" for name in facet_conditions(criteria) if name != without]
    return " AND ".join(names) or "true"


def tally(criteria: Criteria, source: str, weight: str = "") -> str:
    """A query of `source` that gives all the counts as one JSON text.

    A row of `source` has COLUMNS and `chosen_columns`, and counts once or `weight` times; with
    words, it has `named` too.
    """
    conditions = [all_chosen(criteria)]
    conditions += [all_chosen(criteria, without=name) for name in facet_conditions(criteria)]
    if criteria.words:
        conditions.append(f"{conditions[0]} AND named")
    aggregate = f"sum({weight})" if weight else "count(*)"
    tallies = [f"coalesce({aggregate} FILTER (WHERE {one}), 0)" for one in conditions]
    sets = [*_SINGLE.values(), ", ".join(_REST)]
    return " ".join(
        (
            "SELECT json_agg(line)::text FROM (SELECT json_build_array(GROUPING(",
            ", ".join([*_SINGLE.values(), "schedules"]),
            "),",
            COLUMNS,
            ",",
            ", ".join(tallies),
            ") AS line FROM",
            source,
            "GROUP BY GROUPING SETS (",
            ", ".join(f"({columns})" for columns in sets),
            ")) lines",
        )
    )


def broad_tally(criteria: Criteria) -> Fragment:
    """The counts of a search without words or place, for which most rows have to be read.

    Rows are first counted by all the columns together, which several processes do at once.
    """
    columns = joined(
        ", ", [Fragment(COLUMNS), Fragment("count(*) AS number"), *chosen_columns(criteria)]
    )
    condition = joined(" AND ", base_conditions(criteria))
    sql = " ".join(
        (
            "WITH counted AS (SELECT",
            columns.sql,
            "FROM",
            TABLE,
            "WHERE",
            condition.sql,
            "GROUP BY",
            COLUMNS,
            ")",
            tally(criteria, "counted", weight="number"),
        )
    )
    return Fragment(sql, columns.params + condition.params)


def read(text: str | None, criteria: Criteria) -> Counts:
    """Spread the lines of a tally over the facets.

    "all" holds the total, and with words how many rows are `named` by them.
    """
    counts: Counts = {name: {} for name in LABELS}
    own = {name: _FIRST_TALLY + 1 + rank for rank, name in enumerate(facet_conditions(criteria))}
    total = named = 0
    for line in json.loads(text or "[]"):
        everything = line[_FIRST_TALLY]
        name = _SETS.get(line[0])
        if name:
            value = line[1 + list(_SINGLE).index(name)]
            _add(counts[name], value, line[own.get(name, _FIRST_TALLY)])
            if name == "type":
                total += everything
                named += line[-1] if criteria.words else 0
            continue
        schedules, *flags = line[1 + len(_SINGLE) : _FIRST_TALLY]
        for schedule in schedules:
            _add(counts["horaires"], schedule, line[own.get("horaires", _FIRST_TALLY)])
        for flag, present in zip(_FLAGS, flags, strict=True):
            _add(counts[flag], "1" if present else "", everything)
    counts["all"] = {"1": total, "named": named}
    return counts


def _add(counts: dict[str, int], value: str, number: Any) -> None:
    """Count a value, unless it is empty or nothing has it."""
    if value and number:
        counts[value] = counts.get(value, 0) + int(number)
