"""Where counts are kept. Each store adds in one atomic operation."""

import functools
from collections.abc import Sequence
from typing import Protocol

import redis
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from snippets.models import Count

# The row is locked between its reading and its writing, whoever else counts; a count that has
# ended begins again in the same statement.
_ADD = """
    INSERT INTO snippets_count AS known (key, number, ends_at)
    SELECT key, 1, statement_timestamp() + make_interval(secs => seconds)
    FROM unnest(%(keys)s::text[], %(seconds)s::int[]) WITH ORDINALITY AS asked (key, seconds, place)
    -- Nobody waits for the disk: a crash of the server forgets the last second of counting.
    WHERE set_config('synchronous_commit', 'off', true) = 'off'
    ORDER BY place
    ON CONFLICT (key) DO UPDATE SET
        number = CASE WHEN known.ends_at > statement_timestamp() THEN known.number + 1 ELSE 1 END,
        ends_at = CASE
            WHEN known.ends_at > statement_timestamp() THEN known.ends_at ELSE excluded.ends_at
        END
    RETURNING key, number
"""
# One script is one operation: a key never stays without its end.
_REDIS_ADD = """
    local number = redis.call('INCR', KEYS[1])
    if number == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
    return number
"""
_REDIS_TAKE_BACK = """
    local number = tonumber(redis.call('GET', KEYS[1]) or '0')
    if number > 0 then redis.call('DECR', KEYS[1]) end
"""


class Store(Protocol):
    """What a limit needs."""

    def add(self, key: str, seconds: int) -> int:
        """Count once; return the count, which ends so many seconds after its first time."""

    def add_each(self, counted: Sequence[tuple[str, int]]) -> list[int]:
        """The same for several keys, each with its seconds; return the counts in this order."""

    def take_back(self, key: str) -> None:
        """Count one less, never below nothing."""

    def forget(self, key: str) -> None:
        """Count from nothing."""


class DatabaseStore:
    """In a table, for a site on one machine.

    Outside of any transaction: one that fails would give the attempt back, and one that lasts
    would make the others wait.
    """

    def add(self, key: str, seconds: int) -> int:
        """In one statement. Raises RuntimeError in a transaction."""
        with transaction.atomic(durable=True):
            return self.add_each([(key, seconds)])[0]

    def add_each(self, counted: Sequence[tuple[str, int]]) -> list[int]:
        """In one statement, which is a transaction by itself: the API has no other around it."""
        keys, seconds = zip(*counted, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, {"keys": list(keys), "seconds": list(seconds)})
            numbers = dict(cursor.fetchall())
        return [int(numbers[key]) for key in keys]

    def take_back(self, key: str) -> None:
        """In one statement."""
        running = Count.objects.filter(key=key, number__gt=0, ends_at__gt=timezone.now())
        running.update(number=F("number") - 1)

    def forget(self, key: str) -> None:
        """Delete the row."""
        Count.objects.filter(key=key).delete()


class RedisStore:
    """In Redis, for several machines."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url)
        self._add = self._client.register_script(_REDIS_ADD)
        self._take_back = self._client.register_script(_REDIS_TAKE_BACK)

    def add(self, key: str, seconds: int) -> int:
        """In one script."""
        return int(self._add(keys=[self._named(key)], args=[seconds]))

    def add_each(self, counted: Sequence[tuple[str, int]]) -> list[int]:
        """In one script a key."""
        return [self.add(key, seconds) for key, seconds in counted]

    def take_back(self, key: str) -> None:
        """In one script."""
        self._take_back(keys=[self._named(key)])

    def forget(self, key: str) -> None:
        """Delete the key."""
        self._client.delete(self._named(key))

    def _named(self, key: str) -> str:
        return f"declic.count.{key}"


def store() -> Store:
    """Redis when the settings name one, else the database."""
    return redis_store(settings.REDIS_URL) if settings.REDIS_URL else DatabaseStore()


@functools.cache
def redis_store(url: str) -> RedisStore:
    """One a process: it keeps its connections."""
    return RedisStore(url)


def forget_ended_counts() -> int:
    """Delete the rows whose time is over; return how many. Redis does it by itself."""
    return Count.objects.filter(ends_at__lt=timezone.now()).delete()[0]
