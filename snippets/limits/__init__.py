"""How often something may be done: one counter for the whole site, which no race passes.

A `Limit` is declared beside what it protects and counts before the thing is done, so that many at
once count too. Counting is one atomic operation, in Redis when CACHE_URL names one, else in
PostgreSQL, and outside of any transaction: nothing that fails later gives an attempt back.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings

from snippets.limits.stores import store

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times (`most`) in so many seconds, from the first time on, for each `who`."""

    name: str
    most: int
    seconds: int

    def allows(self, *who: object) -> bool:
        """Count once; whether it is within the limit. Raises RuntimeError in a transaction."""
        return store().add(self._key(who), self.seconds) <= self.most

    def take_back(self, *who: object) -> None:
        """Count one time less: what was counted turned out to be no attempt."""
        store().take_back(self._key(who))

    def forget(self, *who: object) -> None:
        """Begin anew."""
        store().forget(self._key(who))

    def _key(self, who: tuple[object, ...]) -> str:
        return keyed_hash(self.name, *who)


def keyed_hash(*parts: object) -> str:
    """The key of a count: it says neither who it was nor from where."""
    text = "\0".join([settings.SECRET_KEY, *map(str, parts)])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def first_reached(*uses: tuple[Limit, tuple[object, ...]]) -> Limit | None:
    """Count in each limit, in this order; return the one that is reached.

    It stops there: what one limit refuses does not use up the next one. The narrowest comes first,
    so that no visitor alone uses up what all share.
    """
    return next((limit for limit, who in uses if not limit.allows(*who)), None)
