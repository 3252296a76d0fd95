"""Constant statements of the area, which the server plans once for a connection.

A statement on a dozen tables, each behind its lock, takes longer to plan than to answer. Django
writes values into the text of a statement, so that each one is planned anew; here they go apart,
and the plan is kept. The others stay as they are: a public search needs a plan for its own words.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


class PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor whose values are bound by the server."""


def rows_of(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a constant statement."""
    connection.ensure_connection()
    with connection.make_cursor(PreparedCursor(connection.connection)) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
