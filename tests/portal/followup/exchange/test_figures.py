"""Figures of orientation: what is counted, and that no small cell can be computed back."""

import csv
import io
import random
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.followup.exchange import figures
from portal.followup.exchange.figures import COLUMNS, HIDDEN, LABELS, MEDIAN, TOTAL
from portal.followup.exchange.quarters import Quarter, over
from portal.followup.exchange.suppression import hidden
from portal.followup.models import Entitlement, Orientation, ReorientationRequest
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)
from tests.portal.followup.retention.laid import manager_of
from tests.sizes import at_size

QUARTER = over(timezone.localdate())[0]
FIRST = QUARTER.starts_on + timedelta(days=40)


def test_quarters_are_over_and_follow_each_other():
    found = over(date(2027, 5, 2))
    assert [one.key for one in found[:3]] == ["2027-1", "2026-4", "2026-3"]
    assert (found[0].starts_on, found[0].ends_on) == (date(2027, 1, 1), date(2027, 3, 31))
    assert str(found[0]) == "1er trimestre 2027"
    assert over(date(2027, 4, 1))[0].key == "2027-1"
    assert over(date(2027, 3, 31))[0].key == "2026-4"
    assert Quarter(2026, 4).ends_on == date(2026, 12, 31)


@in_test_scope
def open_right(case, received_on, **fields):
    values = {"on": received_on, "status": "2", "received_on": received_on}
    return Entitlement.unscoped.create(beneficiary=case, **(values | fields))


def decide(referent, *, waited: int | None, day: date = FIRST, **fields):
    """An orientation so many days after the opening was received; None: nobody knows when."""
    case = make_beneficiary(referent)
    if waited is not None:
        open_right(case, day - timedelta(days=waited))
    orient(case, starts_on=day, notified_on=day, **fields)
    return case


@in_test_scope
def ask(case, referent, state):
    moment = timezone.make_aware(datetime.combine(FIRST, time(10)))
    ReorientationRequest.unscoped.create(
        beneficiary=case,
        kind="reorientation",
        state=state,
        asked_by=referent,
        reason="Emploi",
        wanted_path="professional",
        sent_at=moment,
        decided_at=moment,
        answer="Oui",
    )


def table(quarter=QUARTER, unit=None) -> dict[str, dict[str, str]]:
    _, heading, *rows = figures.lines_of(quarter, unit)
    return {row[0]: dict(zip(heading[1:], row[1:], strict=True)) for row in rows}


@pytest.mark.django_db
@pytest.mark.parametrize(("waited", "column"), [(42, "in_time"), (43, "late"), (None, "unknown")])
def test_the_delay_counts_from_the_day_of_reception_to_its_edge(waited, column):
    referent = make_professional()
    decide(referent, waited=waited)
    found = table(unit=referent.unit)[referent.unit.name]
    assert found[LABELS[column]] == "1"
    assert found[LABELS["firsts"]] == "1"
    assert found[MEDIAN] == ("" if waited is None else str(waited))


@pytest.mark.django_db
def test_what_is_counted_by_path_origin_and_request():
    referent = make_professional()
    for waited in (10, 20, 40):
        decide(referent, waited=waited)
    decide(referent, waited=50, path="professional", by_france_travail=True)
    other = decide(referent, waited=15, day=QUARTER.starts_on - timedelta(days=1))
    # Another path of the same right is no first orientation.
    _follow(other)
    ask(other, referent, "accepted")
    ask(decide(referent, waited=12, day=QUARTER.ends_on + timedelta(days=1)), referent, "refused")
    found = table(unit=referent.unit)[referent.unit.name]
    counts = {name: found[LABELS[name]] for name in COLUMNS}
    assert counts == {
        "social": "3",
        "professional": "2",
        "socio_professional": "0",
        "orientations": "5",
        "in_time": "3",
        "late": "0",
        "by_ft": "1",
        "unknown": "0",
        "firsts": "4",
        "following": "1",
        "accepted": "1",
        "refused": "1",
        "requests": "2",
    }
    assert found[MEDIAN] == "30"


@in_test_scope
def _follow(case):
    Orientation.unscoped.filter(beneficiary=case).update(ends_on=FIRST)
    orient(case, starts_on=FIRST, notified_on=FIRST, path="professional")


@pytest.mark.django_db
def test_of_all_units_small_numbers_are_hidden_and_a_manager_reads_their_own():
    units = [make_unit(f"Unité {name}") for name in "ABC"]
    for unit, count in zip(units, (2, 9, 11), strict=True):
        referent = make_professional(unit=unit)
        for _ in range(count):
            decide(referent, waited=5)
    found = table()
    label = LABELS["social"]
    assert found["Unité A"][label] == HIDDEN
    # One more is hidden, or the total would tell it.
    assert HIDDEN in {found["Unité B"][label], found["Unité C"][label], found[TOTAL][label]}
    assert found["Unité A"][MEDIAN] == HIDDEN
    assert found["Unité B"][MEDIAN] == "5"
    assert table(unit=units[0])["Unité A"][label] == "2"


def told(values, out, lines) -> set:
    """The hidden cells that the equations give away: solved here, apart from the code.

    A cell alone is then a sum of the equations.
    """
    cells = sorted(out)
    steps = []
    for line in lines:
        row = reduced([Fraction((c in line) * (-1 if c == line[-1] else 1)) for c in cells], steps)
        column = next((place for place, value in enumerate(row) if value), None)
        if column is not None:
            steps.append((column, row))
    return {
        cell
        for cell in cells
        if not any(reduced([Fraction(int(other == cell)) for other in cells], steps))
    }


def reduced(row, steps) -> list[Fraction]:
    """What is left of a row once each step took its own column away."""
    for column, step in steps:
        if row[column]:
            factor = row[column] / step[column]
            row = [value - factor * taken for value, taken in zip(row, step, strict=True)]
    return row


@pytest.mark.parametrize("seed", range(at_size(9, 25)))
def test_no_hidden_cell_follows_from_the_others(seed):
    chance = random.Random(seed)
    units = chance.randrange(1, 5)
    values, lines = {}, figures.equations(units + 1)
    for row in range(units):
        cells = {name: chance.choice([0, 0, 1, 2, 4, 5, 7, 30]) for name in COLUMNS}
        cells["firsts"] = sum(cells[name] for name in ("in_time", "late", "by_ft", "unknown"))
        # In a third of the tables each orientation is a first one: equal totals tell nothing.
        cells["following"] *= seed % 3 > 0
        cells["orientations"] = cells["firsts"] + cells["following"]
        cells["social"] = chance.randint(0, cells["orientations"])
        rest = cells["orientations"] - cells["social"]
        cells["professional"] = chance.randint(0, rest)
        cells["socio_professional"] = rest - cells["professional"]
        cells["requests"] = cells["accepted"] + cells["refused"]
        values |= {(row, COLUMNS.index(name)): value for name, value in cells.items()}
    for column in range(len(COLUMNS)):
        values[units, column] = sum(values[row, column] for row in range(units))
    for line in lines:
        assert sum(values[cell] for cell in line[:-1]) == values[line[-1]]
    out = hidden(values, lines)
    assert {cell for cell, value in values.items() if 0 < value < 5} <= out
    assert told(values, out, lines) == set()


@pytest.mark.django_db
def test_the_files_are_for_who_orients_or_manages_and_of_a_quarter_of_the_list():
    referent = make_professional()
    for _ in range(2):
        decide(referent, waited=5)
    officer, manager = make_professional(L.ORIENTATION_OFFICER), manager_of(referent.unit)
    address = reverse("followup:figures_file", args=["csv"])
    chosen = {"quarter": QUARTER.key}
    texts = {}
    for one in (officer, manager):
        answer = signed_in(one.user).post(address, chosen)
        assert answer.status_code == 200
        texts[one] = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")]
    assert len(texts[manager]) == 3
    assert "2" in texts[manager][2]
    assert "2" not in texts[officer][-1]
    assert signed_in(referent.user).post(address, chosen).status_code == 403
    client = signed_in(officer.user)
    # Free dates would undo what is hidden.
    assert client.post(address, {"quarter": "2026-04-02"}).status_code == 422
    book = client.post(reverse("followup:figures_file", args=["xlsx"]), chosen)
    assert book.content.startswith(b"PK")
