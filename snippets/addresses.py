"""E-mail addresses as keys: one form for each, whatever was typed."""


def normal_address(address: str) -> str:
    """The form under which an address is kept and compared: no spaces around, lower case.

    The part before the @ may tell cases apart in theory; no provider of our users does.
    """
    return address.strip().lower()
