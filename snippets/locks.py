"""Locks by name, held until the transaction ends: for what no row stands for."""

from django.db import connection

_TAKE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def take(name: str) -> None:
    """Wait for the lock `name`; the transaction that is open holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [name])


def try_take(name: str) -> bool:
    """Take the lock `name` unless another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [name])
        return bool(cursor.fetchone()[0])
