"""On seeded cases, what a clock said of any past day is what replaying the days says.

The replay below is naive on purpose: it lives each day again from the acts, counts days one by one,
and shares nothing with `clocks/`.
"""

from datetime import date, timedelta

import pytest

from portal.followup.clocks.facts import facts_of
from portal.followup.clocks.services import clocks_of, clocks_of_many
from portal.followup.configuration.models import Term
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.clocks.histories import (
    DAYS,
    FIRST,
    LAST,
    SETTINGS,
    Life,
    World,
    lay_settings,
)
from tests.portal.followup.people_of_the_area import (
    department,
    make_beneficiary,
    make_professional,
)
from tests.sizes import IS_FULL, at_size

CASES = at_size(20, 200)
# Every day of the histories in `make test-full`; one in nine otherwise, and the last ones.
ASKED = [FIRST + timedelta(days=n) for n in range(0, DAYS + 1, 1 if IS_FULL else 9)]
DEFAULTS = {
    "orientation_weeks": 6,
    "first_contract_months": 1,
    "review_months": 6,
    "review_long_months": 12,
    "renewal_alert_days": 30,
    "silence_days": 60,
}


@pytest.fixture(scope="module")
def lives(lasting):
    """Cases, each with the acts that made it."""
    with system_scope(Scope.TEST):
        lay_settings()
        reasons = Term.unscoped.filter(list="exemption_reason")
        world = World(
            structure=department(),
            professional=make_professional(),
            health=reasons.get(code="health"),
            job=reasons.get(code="job"),
            theme=Term.unscoped.get(list="barrier_theme", code="housing"),
        )
        found = []
        for seed in range(CASES):
            life = Life(make_beneficiary(world.professional), seed, world)
            life._dated([type(life.case)], date(2025, 1, 31))
            life.live()
            found.append(life)
    return found


@pytest.mark.django_db
def test_any_past_day_of_each_case_is_computed_again(lives):
    by_key = {life.case.pk: life for life in lives}
    kinds = set()
    with system_scope(Scope.TEST):
        for day in ASKED:
            told = clocks_of_many(by_key, day=day)
            for pk, life in by_key.items():
                got = {(str(one.kind), one.starts_on, one.due_on) for one in told.get(pk, [])}
                assert got == replayed(life.acts, day), (day, life.case.birth_name)
                kinds |= {kind for kind, *_ in got}
    assert kinds == {
        "orientation",
        "notification",
        "premier-contrat",
        "a-signer",
        "contrat-2027",
        "reexamen",
        "fin-de-contrat",
        "silence",
    }


@pytest.mark.django_db
def test_today_is_read_from_the_rows_and_says_what_their_history_says(lives, monkeypatch):
    """The day after the last act: once as the present, once as a past day."""
    ids = [life.case.pk for life in lives]
    day = LAST + timedelta(days=2)
    with system_scope(Scope.TEST):
        past = facts_of(ids, day)
        monkeypatch.setattr("portal.followup.clocks.facts.timezone.localdate", lambda: day)
        present = facts_of(ids, day)
    assert {pk: _in_order(facts) for pk, facts in past.items()} == {
        pk: _in_order(facts) for pk, facts in present.items()
    }
    assert len(present) == CASES


@pytest.mark.django_db
def test_one_case_is_told_as_among_many(lives):
    case = lives[3].case
    with system_scope(Scope.TEST):
        day = date(2026, 4, 2)
        assert clocks_of(case, day=day) == clocks_of_many([case.pk], day=day)[case.pk]


@pytest.mark.django_db
def test_a_note_that_a_reader_may_not_read_is_a_contact_all_the_same(lives):
    """The referent is of another profession than none of the authors: silence says the same."""
    referent = lives[0].world.professional
    ids = [life.case.pk for life in lives]
    day = date(2026, 5, 1)
    with system_scope(Scope.TEST):
        known = clocks_of_many(ids, day=day)
        referent.profession = "employment"
        referent.save()
    with acting_as(referent.user):
        assert clocks_of_many(ids, day=day) == known


def _in_order(facts):
    return (
        set(facts.orientations),
        set(facts.contracts),
        facts.is_active,
        facts.was_followed_before_reform,
        facts.rights[-1:],
        facts.moves[-1:],
        facts.joint_diagnosis_on,
        facts.has_long_barrier,
        facts.last_contact_on,
    )


# The replay


def replayed(acts, day):  # noqa: C901 - it is one day after the other
    """What runs at the end of a day: (kind, first day, last day)."""
    known = {"open": False, "exited": False, "before": False}
    rights, moves, orientations, contracts, diagnoses, contacts = [], [], {}, {}, {}, {}
    one = timedelta(days=1)
    today = FIRST - timedelta(days=40)
    while today <= day:
        for act in acts:
            if act.day != today:
                continue
            said = act.values
            match act.what:
                case "open":
                    known |= {"open": True, "before": said["before"]}
                case "exit":
                    known["exited"] = True
                case "active":
                    known["exited"] = False
                case "right":
                    rights.append((said["on"], said["status"], said["duties"], today))
                case "move":
                    moves.append((said["on"], said["direction"], today))
                case "orient":
                    orientations[said["pk"]] = {**said, "notified": None, "ends": None}
                case "orientation ends":
                    orientations[said["pk"]]["ends"] = said["on"]
                case "notify":
                    orientations[said["pk"]]["notified"] = said["on"]
                case "propose":
                    contracts[said["pk"]] = {**said, "state": "proposed", "signed_on": None}
                case "contract":
                    contracts[said["pk"]].update(said)
                case "diagnose":
                    diagnoses[said["on"]] = {"joint": said["joint"], "long": False}
                case "barrier":
                    diagnoses[said["on"]]["long"] = said["long"]
                case "met" if said["held"]:
                    contacts["met", said["pk"]] = said["on"]
                case "note":
                    contacts["note", said["key"]] = said["on"]
                case "note removed":
                    del contacts["note", said["key"]]
        today += one
    if not known["open"] or known["exited"]:
        return set()
    return set(
        _running(
            known["before"],
            sorted(row for row in rights if row[1] != "Z"),
            sorted(enumerate(moves), key=lambda pair: (pair[1][0], pair[0])),
            [*orientations.values()],
            [*contracts.values()],
            diagnoses,
            [*contacts.values()],
            day,
        )
    )


def _running(  # noqa: C901 - every clock, in a row
    before, rights, moves, orientations, contracts, diagnoses, contacts, day
):
    run, first = [], None
    for on, status, duties, received in rights:
        if status in "234" and duties:
            first = first or on
            run.append(received)
        else:
            run, first = [], None
    moves = [move for _, move in moves]
    if rights and rights[-1][1] not in "234":
        return
    last_on = rights[-1][0] if rights else None
    if moves and moves[-1][1] == "out" and (last_on is None or moves[-1][0] >= last_on):
        return
    duties = not rights or rights[-1][2]
    present = [row for row in orientations if row["starts_on"] <= day]
    present = [row for row in present if row["ends"] is None or row["ends"] > day]
    row = present[0] if present else None
    signed = [one for one in contracts if one["signed_on"] and one["signed_on"] <= day]
    in_force = [one for one in signed if one["state"] == "signed"]
    if duties:
        yield from _orientation(run, first, moves, orientations, row, day)
        if row and row["notified"] and row["notified"] <= day:
            first_ones = [one for one in signed if not one["amends"]]
            is_of_before = before and row["notified"] < date(2025, 1, 1)
            if not is_of_before and all(one["signed_on"] < row["starts_on"] for one in first_ones):
                months = _set("first_contract_months", row["notified"])
                yield ("premier-contrat", row["notified"], _months(row["notified"], months))
        if before and not signed:
            yield ("contrat-2027", date(2025, 1, 1), date(2027, 1, 1))
        if row and row["path"] == "social" and in_force:
            start = in_force[0]["signed_on"]
            for on, said in sorted(diagnoses.items()):
                if said["joint"] and start <= on <= day:
                    start = on
            is_long = in_force[0]["long"] or (bool(diagnoses) and _last_is_long(diagnoses))
            key = "review_long_months" if is_long else "review_months"
            yield ("reexamen", start, _months(start, _set(key, start)))
    if row and not (row["notified"] and row["notified"] <= day):
        yield ("notification", row["starts_on"], None)
    for one in contracts:
        if one["state"] == "proposed":
            yield ("a-signer", one["on"], None)
    for one in in_force:
        left = _set("renewal_alert_days", one["signed_on"])
        alert = one["ends_on"] - timedelta(days=left)
        if day >= alert:
            yield ("fin-de-contrat", alert, one["ends_on"])
    if row:
        seen = [on for on in contacts if on <= day]
        since = max(seen) if seen else row["starts_on"]
        days = _set("silence_days", since)
        if (day - since).days > days:
            yield ("silence", since, since + timedelta(days=days))


def _orientation(run, first, moves, orientations, row, day):
    starts = [min(run)] if run else []
    starts += [
        received
        for on, direction, received in moves
        if direction == "in" and (first is None or on >= first)
    ]
    if row or not starts:
        return
    start = max(starts)
    former = [one for one in orientations if start <= one["starts_on"] <= day]
    if former:
        last = max(former, key=lambda one: one["starts_on"])
        yield ("orientation", last["ends"], None)
        return
    due = start
    for _ in range(7 * _set("orientation_weeks", start)):
        due += timedelta(days=1)
    yield ("orientation", start, due)


def _last_is_long(diagnoses):
    return diagnoses[max(diagnoses)]["long"]


def _set(key, day):
    value = DEFAULTS[key]
    for name, number, since in SETTINGS:
        if name == key and since <= day:
            value = number
    return value


def _months(day, months):
    """One month after the other: a month that has no such day ends on its last one."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError(day)
