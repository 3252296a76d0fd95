"""How much a test does: a normal size in `make test`, the large one in `make test-full`."""

import os

IS_FULL = os.environ.get("TEST_SIZE") == "full"


def at_size(normal: int, full: int) -> int:
    """A number of rows, processes, examples… for the size of this run."""
    return full if IS_FULL else normal
