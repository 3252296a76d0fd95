"""Several people at once, each with a connection of their own."""

import threading
import time
from collections.abc import Callable

from django.db import connection, connections, transaction
from django.db.models import Model

from tests.sizes import at_size

# One round may pass by luck: the full run asks five times.
ROUNDS = range(at_size(1, 5))
_WAITING = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    )
"""


def at_once(*functions: Callable[[], object]) -> list[object]:
    """Run the functions in threads that start together; return what each gave or raised."""
    barrier = threading.Barrier(len(functions), timeout=30)
    results: list[object] = [None] * len(functions)

    def run(position: int, function: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[position] = function()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[position] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(position, function))
        for position, function in enumerate(functions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def errors_at_once(*functions: Callable[[], object]) -> list[Exception]:
    """Run the functions like `at_once`; return what was raised."""
    return [result for result in at_once(*functions) if isinstance(result, Exception)]


def until_held(row: Model) -> None:
    """Return once another transaction holds this row."""
    pause, deadline = threading.Event(), time.monotonic() + 20
    rows = type(row)._default_manager.filter(pk=row.pk)
    while True:
        with transaction.atomic():
            if not rows.select_for_update(skip_locked=True).exists():
                return
        assert time.monotonic() < deadline, "nobody holds it"
        pause.wait(0.01)


def until_somebody_waits(unless: Callable[[], bool] = lambda: False) -> None:
    """Return once a connection to this database waits for a lock of another, or `unless`."""
    pause, deadline = threading.Event(), time.monotonic() + 20
    with connection.cursor() as cursor:
        while not unless():
            # A transaction reads the activity once, and keeps it.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < deadline, "nobody waits"
            pause.wait(0.01)
