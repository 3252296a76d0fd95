"""Locks by name, held until the transaction ends: for what no row stands for.

A name may hold who somebody is: the database, its logs and its list of locks get a keyed digest.
"""

from django.db import connection
from django.utils.crypto import salted_hmac

_TAKE = "SELECT pg_advisory_xact_lock(%s)"
_TRY = "SELECT pg_try_advisory_xact_lock(%s)"
_SALT = "snippets.locks"
# Bytes of the key of a lock.
_KEY = 8


def take(name: str) -> None:
    """Wait for the lock `name`; the transaction that is open holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [_key(name)])


def try_take(name: str) -> bool:
    """Take the lock `name` unless another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [_key(name)])
        return bool(cursor.fetchone()[0])


def _key(name: str) -> int:
    digest = salted_hmac(_SALT, name, algorithm="sha256").digest()
    return int.from_bytes(digest[:_KEY], signed=True)


def check_reads_committed() -> None:
    """Raise RuntimeError where what is read after a lock would be what was there before it.

    That is outside of a transaction, which holds no lock, or above READ COMMITTED.
    """
    if not connection.in_atomic_block:
        message = "What is counted under a lock is counted in a transaction."
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        if cursor.fetchone()[0] != "read committed":
            message = "What is counted under a lock is counted under READ COMMITTED."
            raise RuntimeError(message)
