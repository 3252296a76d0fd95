"""E-mail addresses as keys: one form for each, whatever was typed."""


def normal_address(address: str) -> str:
    """The form under which an address is kept and compared: no spaces around, lower case.

    The part before the @ may tell cases apart in theory; no provider of our users does.
    """
    return address.strip().lower()


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns: é•••@exemple.fr."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
