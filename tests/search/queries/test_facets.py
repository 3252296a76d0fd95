"""Random criteria against a naive search in Python."""

import datetime
import math
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import queries
from search.criteria import WIDENING_KM, Criteria, Place
from search.models import Opportunity
from search.words.folding import words
from tests.search.rows import make_row
from tests.sizes import at_size

VALUES = {
    "kind": ["job", "volunteering", "session"],
    "contract": ["cdi", "cdd", "interim", ""],
    "domain": ["F", "N", "J"],
    "working_time": ["full", "part"],
}
TITLES = ["Soudeur", "Soudeuse TIG", "Infirmière", "Agent de nettoyage", "Maçonne", "Agent"]


@pytest.fixture
def rows(django_db_blocker, db) -> list[Opportunity]:
    """Forty rows that combine the values unevenly."""
    now = timezone.now().replace(microsecond=0)
    made = []
    for number in range(40):
        values = {name: options[number * 7 % len(options)] for name, options in VALUES.items()}
        values["contract"] = VALUES["contract"][number // 3 % 4]
        made.append(
            make_row(
                title=TITLES[number % len(TITLES)],
                latitude=47.4 + number * 0.013,
                longitude=6.7 + number % 5 * 0.1,
                schedules=[name for bit, name in enumerate(("day", "night")) if number >> bit & 1],
                weekly_hours=Decimal(15 + number % 25) if number % 4 else None,
                beginner_accepted=number % 2 == 0,
                no_licence=number % 3 == 0,
                siae=number % 5 == 0,
                disabled_workers_welcome=number % 7 != 0,
                published_at=now - datetime.timedelta(days=number // 4),
                **values,
            )
        )
    return made


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


places = st.builds(Place, st.just("là"), st.floats(47, 48.2), st.floats(6.2, 7.4))
criteria = st.builds(
    Criteria,
    words=st.sampled_from([(), ("soud",), ("agent",), ("agent", "nettoy"), ("infirmier",)]),
    place=st.none() | places,
    radius_km=st.sampled_from([5, 10, 20, 33.5, 50]),
    box=st.none() | st.just((6.65, 47.5, 6.95, 47.8)),
    kinds=some(VALUES["kind"]),
    contracts=some(VALUES["contract"][:3]),
    domains=some(VALUES["domain"]),
    working_times=some(VALUES["working_time"]),
    schedules=some(["day", "night", "weekend"]),
    hours_min=st.none() | st.sampled_from([Decimal(20), Decimal(30)]),
    hours_max=st.none() | st.sampled_from([Decimal(20), Decimal(35)]),
    beginner=st.booleans(),
    no_licence=st.sampled_from([False, False, True]),
    siae=st.sampled_from([False, False, True]),
    disabled_workers=st.booleans(),
    since_days=st.sampled_from([None, None, 3, 7]),
    sort=st.sampled_from(["", "pertinence", "date", "distance"]),
)


def kilometres(place: Place, row: Opportunity) -> float:
    """The law of cosines, which shares nothing with the haversine of the query."""
    one, two = math.radians(place.latitude), math.radians(row.position[1])
    turn = math.radians(row.position[0] - place.longitude)
    cosine = math.sin(one) * math.sin(two) + math.cos(one) * math.cos(two) * math.cos(turn)
    return 6371.0088 * math.acos(min(1.0, cosine))


def naive_conditions(wanted: Criteria, row: Opportunity) -> dict[str, bool]:
    """Each condition by its name; those of the facets by the name of the facet."""
    title = words(row.title)
    *complete, last = wanted.words or [""]
    checks = {
        "words": all(word in title for word in complete)
        and any(word.startswith(last) for word in title),
        "flags": (row.beginner_accepted or not wanted.beginner)
        and (row.no_licence or not wanted.no_licence)
        and (row.siae or not wanted.siae)
        and (row.disabled_workers_welcome or not wanted.disabled_workers),
        "hours": (
            wanted.hours_min is None
            or (row.weekly_hours is not None and row.weekly_hours >= wanted.hours_min)
        )
        and (
            wanted.hours_max is None
            or (row.weekly_hours is not None and row.weekly_hours <= wanted.hours_max)
        ),
        "since": wanted.since_days is None
        or row.published_at >= timezone.now() - datetime.timedelta(days=wanted.since_days),
        "type": not wanted.kinds or row.kind in wanted.kinds,
        "contrat": not wanted.contracts or row.contract in wanted.contracts,
        "domaine": not wanted.domains or row.domain in wanted.domains,
        "temps": not wanted.working_times or row.working_time in wanted.working_times,
        "horaires": not wanted.schedules or bool(set(row.schedules) & set(wanted.schedules)),
    }
    if wanted.box:
        west, south, east, north = wanted.box
        longitude, latitude = row.position
        checks["place"] = west <= longitude <= east and south <= latitude <= north
    elif wanted.place:
        checks["place"] = kilometres(wanted.place, row) <= wanted.radius_km
    return checks


def naive(wanted: Criteria, rows: list[Opportunity], without: str = "") -> list[Opportunity]:
    return [
        row
        for row in rows
        if all(held for name, held in naive_conditions(wanted, row).items() if name != without)
    ]


def naive_widening(wanted: Criteria, rows: list[Opportunity]) -> int | None:
    if naive(wanted, rows) or not wanted.place or wanted.box:
        return None
    return next(
        (
            radius
            for radius in WIDENING_KM
            if radius > wanted.radius_km and naive(wanted.replace(radius_km=radius), rows)
        ),
        None,
    )


@settings(
    max_examples=at_size(40, 200),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=criteria)
def test_results_and_facets_are_those_of_a_naive_search(rows, wanted):
    result = queries.find(wanted)
    widened = naive_widening(wanted, rows)
    assert result.widened_to_km == widened
    used = wanted.replace(radius_km=widened) if widened else wanted
    expected = naive(used, rows)
    assert result.count == len(expected)
    ids = [row.pk for row in result.rows]
    assert set(ids) <= {row.pk for row in expected}
    assert len(ids) == len(set(ids)) == min(20, len(expected))
    assert_order(used, result.rows)
    columns = {
        "type": "kind",
        "contrat": "contract",
        "domaine": "domain",
        "temps": "working_time",
    }
    for facet, column in columns.items():
        others = naive(used, rows, without=facet)
        counts = {value.value: value.count for value in result.facets[facet] if value.count}
        values = {getattr(row, column) for row in others} - {""}
        assert counts == {
            value: sum(getattr(row, column) == value for row in others) for value in values
        }
    others = naive(used, rows, without="horaires")
    counts = {value.value: value.count for value in result.facets["horaires"] if value.count}
    names = {name for row in others for name in row.schedules}
    assert counts == {name: sum(name in row.schedules for row in others) for name in names}
    flags = {
        "debutant": "beginner_accepted",
        "sans_permis": "no_licence",
        "siae": "siae",
        "handicap": "disabled_workers_welcome",
    }
    for facet, column in flags.items():
        number = sum(getattr(row, column) for row in expected)
        counted = [value.count for value in result.facets[facet]]
        assert counted in ([number], [] if number == 0 else [number])


def assert_order(used: Criteria, rows: list[Opportunity]) -> None:
    newest_first = [(row.published_at, row.pk) for row in rows]
    if used.effective_sort == "date":
        assert newest_first == sorted(newest_first, reverse=True)
    elif used.effective_sort == "distance":
        distances = [row.distance_km for row in rows]
        assert distances == sorted(distances)
    for row in rows:
        if used.place:
            assert row.distance_km == pytest.approx(kilometres(used.place, row), abs=0.001)
        else:
            assert row.distance_km is None
