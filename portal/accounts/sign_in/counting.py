"""Attempts and used codes are counted once for all processes."""

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.internal import jwtkit
from django.core.cache import caches
from django.utils.connection import ConnectionProxy


def count_for_every_process() -> None:
    """Give allauth, which only knows the default cache, the one that processes share."""
    shared = ConnectionProxy(caches, "shared")
    for module in (ratelimit, auth, jwtkit):
        module.cache = shared
