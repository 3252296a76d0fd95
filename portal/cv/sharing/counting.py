"""How often a code may be tried: by link and network, by link, by network."""

import hashlib

from django.conf import settings
from django.core.cache import caches

# Seconds, and how many tries: a person mistypes, a program counts.
QUARTER, HOUR, DAY = 900, 3600, 86_400
BY_LINK_AND_NETWORK, BY_LINK, BY_NETWORK = 5, 25, 50


def may_try(*, share: int, network: str) -> bool:
    """Count one try before it is made, so that many at once count too; whether it may be made."""
    # All are counted: a limit that is reached does not shelter another one.
    within = [_count(name, period) <= limit for name, period, limit in _limits(share, network)]
    return all(within)


def forget_try(*, share: int, network: str) -> None:
    """Take back the tries of a network that found the code, and this one for the others."""
    (both, *_), *others = _limits(share, network)
    cache = caches["shared"]
    cache.delete(_key(both))
    for name, period, _ in others:
        cache.add(_key(name), 0, period)
        try:
            cache.decr(_key(name))
        except ValueError:  # it ran out in between
            continue


def _limits(share: int, network: str) -> list[tuple[str, int, int]]:
    return [
        (f"{share}:{network}", QUARTER, BY_LINK_AND_NETWORK),
        (f"{share}", DAY, BY_LINK),
        (f"network:{network}", HOUR, BY_NETWORK),
    ]


def _count(name: str, period: int) -> int:
    cache, key = caches["shared"], _key(name)
    cache.add(key, 0, period)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        cache.set(key, 1, period)
        return 1


def _key(name: str) -> str:
    """Under a hash: no network is kept there."""
    digest = hashlib.blake2b(f"{settings.SECRET_KEY}{name}".encode(), digest_size=16)
    return f"cv.sharing.{digest.hexdigest()}"
