"""From which network a link was opened: never an address."""

import ipaddress


def network_of(address: str) -> str:
    """« 192.0.2.0/24 » or « 2001:db8:1::/48 »; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            # Without the zone that a local address may name.
            return str(ipaddress.ip_network((int(found), 48), strict=False))
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((int(found), 24), strict=False))
