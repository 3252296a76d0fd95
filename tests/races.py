"""Several people at once, each with a connection of their own."""

import threading
from collections.abc import Callable

from django.db import connections

from tests.sizes import at_size

# One round may pass by luck: the full run asks five times.
ROUNDS = range(at_size(1, 5))


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
