"""Where a request came from, and what counts as one visitor."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# What one subscriber has in IPv6.
_IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network address.

    Behind a proxy (known by SECURE_PROXY_SSL_HEADER) it is the last one that the proxy wrote;
    what a visitor may have put before it is never believed.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def subscriber(address: str) -> str:
    """One IPv4 address, or « 2001:db8::/64 »; what is no address counts as one visitor.

    An IPv6 subscriber has 2**64 addresses, and could be counted anew with each of them. An IPv4
    address written in IPv6 is the same visitor as without.
    """
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    # Without the zone that a local address may name.
    return str(ipaddress.ip_network((int(found), _IPV6_PREFIX), strict=False))


def subscriber_of(request: HttpRequest) -> str:
    """The visitor whom limits count."""
    return subscriber(client_address(request))
