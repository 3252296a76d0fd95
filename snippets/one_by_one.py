"""Rows that a job takes one by one: one that fails is logged, and holds no other back."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")
logger = logging.getLogger("declic.jobs")


def sum_of_each(rows: Iterable[Row], act: Callable[[Row], int], *, failed: str) -> int:
    """Do it to each row, in a transaction of its own; return the sum of what it returns.

    `failed` is the line of the log, with `%s` for the key of the row: a log names nobody. What
    failed is undone whole, and the next run does it again.
    """
    done = 0
    for row in rows:
        try:
            done += act(row)
        except Exception:
            logger.exception(failed, getattr(row, "pk", row))
    return done
