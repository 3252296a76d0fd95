"""How often alerts may be asked for without an account: by address, and by network."""

import hashlib

from django.conf import settings
from django.core.cache import caches

# A message an hour or so to one address; a library or a training centre shares a network.
BY_ADDRESS, BY_NETWORK = 5, 30
PERIOD_SECONDS = 3600


def may_ask(*, network: str) -> bool:
    """Count one request of a network; whether it is within what is allowed."""
    return _count(f"network:{network}", BY_NETWORK)


def may_write_to(*, address: str) -> bool:
    """Count one message to an address; whether it is within what is allowed."""
    return _count(f"address:{address}", BY_ADDRESS)


def _count(name: str, limit: int) -> bool:
    """Count in the cache that processes share, under a hash: no address is kept there."""
    digest = hashlib.blake2b(f"{settings.SECRET_KEY}{name}".encode(), digest_size=16)
    key = f"candidates.alerts.{digest.hexdigest()}"
    cache = caches["shared"]
    cache.add(key, 0, PERIOD_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out in between
        cache.set(key, 1, PERIOD_SECONDS)
        return True
    return count <= limit
