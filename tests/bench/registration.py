"""Four hundred people who register at once for fifty places: how long the slowest ones wait."""

from statistics import quantiles
from typing import Any

from django.core.management import call_command
from django.db import connection

from portal.recruitment.states import Status
from tests.portal.recruitment.crowd import PROCESSES, register_all
from tests.portal.recruitment.lists import make_roster

PEOPLE, PLACES = 400, 50
MAX_P95_SECONDS = 2


def measure() -> dict[str, Any]:
    """Plain data; each of the eight processes registers one person after another.

    Raises RuntimeError when a place was sold twice.
    """
    call_command("migrate", verbosity=0)
    roster = make_roster(slots=10, at_once=5, waiting_list_size=PEOPLE)
    connection.close()
    total, seconds = register_all(roster, mode="locked", people=PEOPLE)
    confirmed = roster.registrations.filter(status=Status.CONFIRMED).count()
    if confirmed != PLACES:
        message = f"{confirmed} people have a place, of {PLACES}."
        raise RuntimeError(message)
    return {
        "name": f"registration, {PEOPLE} at once for {PLACES} places ({PROCESSES} processes)",
        "p95_s": round(quantiles(seconds, n=20)[-1], 3),
        "total_s": round(total, 2),
        "max_p95_s": MAX_P95_SECONDS,
    }


def missed(case: dict[str, Any]) -> list[str]:
    """One line when the budget is missed."""
    if case["p95_s"] <= case["max_p95_s"]:
        return []
    return [f"{case['name']}: p95 {case['p95_s']} s, budget {case['max_p95_s']} s"]
