"""Constant statements of the area, which the server plans once for a connection.

A statement on a dozen tables, each behind its lock, takes longer to plan than to answer. Django
writes values into the text of a statement, so that each one is planned anew; here they go apart,
and the plan is kept. The others stay as they are: a public search needs a plan for its own words.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def rows_of(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a constant statement, on the connection and in the transaction of Django.

    The plan is kept from the second time on (`prepare_threshold` of the settings). Raises Django's
    database errors.
    """
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _cursor() -> Any:
    """A cursor whose values the server binds; Django's own while statements are written down."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    raw: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(raw)
