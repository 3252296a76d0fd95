"""Registers people in several processes that start together, each with one connection.

`python -m tests.portal.recruitment.register_at_once LIST MODE PROCESSES`, the keys of agreements on
its input. Prints the seconds from the start to the last one, then how long each took. A process of
its own loads Django once, then forks.
"""

import os
import random
import sys
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

import django
from django.db.models import F

NO_LOCK = "unlocked"


def read_without_lock(roster: Any) -> Any:
    """What the list would be if nobody held it."""
    from portal.recruitment.models import Roster

    return Roster.objects.get(pk=roster.pk)


def next_arrival(roster: Any) -> int:
    """A rank of one's own all the same: what is shown is that places are sold twice."""
    from portal.recruitment.models import Roster

    Roster.objects.filter(pk=roster.pk).update(arrivals=F("arrivals") + 1)
    roster.refresh_from_db(fields=["arrivals"])
    return int(roster.arrivals)


def register(
    roster_pk: int, mode: str, agreements: list[int], start: Barrier
) -> tuple[float, float, list[float]]:
    """One process: when it began, when it ended, and the seconds that each registration took."""
    from portal.accounts.actors import SITE
    from portal.participation.models import Agreement
    from portal.recruitment.errors import FullError
    from portal.recruitment.models import Roster
    from portal.recruitment.services import changing, registering
    from tests.portal.recruitment.lists import NOW

    if mode == NO_LOCK:
        registering.lock_roster = read_without_lock
        changing.next_arrival = next_arrival
    roster = Roster.objects.get(pk=roster_pk)
    slots = list(roster.slots.all())
    draw = random.Random(agreements[0])
    people = list(Agreement.objects.select_related("participant").filter(pk__in=agreements))
    times: list[float] = []
    start.wait(timeout=60)
    began = time.monotonic()
    for agreement in people:
        started = time.monotonic()
        while True:
            # As on the screen: an hour that looks free; another one when it is not any more.
            slot = draw.choice(slots) if slots else None
            try:
                registering.register(
                    roster=roster,
                    participant=agreement.participant,
                    agreement=agreement,
                    actor=SITE,
                    slot=slot,
                    now=NOW,
                )
            except FullError:
                slots.remove(slot)
                continue
            break
        times.append(time.monotonic() - started)
    return began, time.monotonic(), times


_start: Barrier


def _keep(start: Barrier) -> None:
    global _start
    _start = start


def _one(task: tuple[int, str, list[int]]) -> tuple[float, float, list[float]]:
    return register(*task, _start)


def main(roster_pk: int, mode: str, processes: int, agreements: list[int]) -> None:
    context = get_context("fork")
    start = context.Barrier(processes)
    tasks = [(roster_pk, mode, agreements[number::processes]) for number in range(processes)]
    with context.Pool(processes, _keep, (start,)) as pool:
        results = pool.map(_one, tasks, chunksize=1)
    print(max(end for _, end, _ in results) - min(began for began, _, _ in results))
    print(*(seconds for _, _, times in results for seconds in times))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, "site")
    django.setup()
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), list(map(int, sys.stdin.read().split())))
