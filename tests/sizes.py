"""How much a test does: a normal size in `make test`, the large one in `make test-full`."""

import os

IS_FULL = os.environ.get("TEST_SIZE") == "full"


# Rows of a list whose cost is compared with that of one row: a query for each shows on a few.
MANY = 20 if IS_FULL else 6


def at_size(normal: int, full: int) -> int:
    """A number of rows, processes, examples… for the size of this run."""
    return full if IS_FULL else normal
