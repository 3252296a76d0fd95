"""Processes of `test_limits`, which count together, each from several connections.

Usage: python -m tests.snippets.count_at_once PROCESSES CONNECTIONS. Prints what each was answered.
"""

import multiprocessing
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
sys.path.insert(0, "site")
django.setup()

from snippets.limits import HOUR, Limit  # noqa: E402 - Django is set up first
from tests.races import at_once  # noqa: E402

FIVE = Limit("tests.five", 5, HOUR)
CONTEXT = multiprocessing.get_context("fork")


def count(connections: int) -> list[bool]:
    START.wait()
    return at_once(*[lambda: FIVE.allows("somebody")] * connections)


if __name__ == "__main__":
    processes, connections = map(int, sys.argv[1:])
    # Inherited by the processes: the first waits for the others.
    START = CONTEXT.Barrier(processes)
    with CONTEXT.Pool(processes, maxtasksperchild=1) as pool:
        for answers in pool.map(count, [connections] * processes, chunksize=1):
            print(*answers)
