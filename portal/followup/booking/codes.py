"""Secrets of the theme: the link of an invitation, the address of a calendar."""

import re
import secrets

from django.utils.crypto import salted_hmac

from portal.followup.link.codes import ALPHABET

_LENGTH, _GROUP = 16, 4
_NOT_OURS = re.compile(r"[^0-9A-Z]")
_SALT = "portal.followup.calendar"


def new_token() -> str:
    """Sixteen letters and digits that are not confused: they are typed from a letter too."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def typed(token: str) -> str:
    """The same token, however it was typed: small letters, hyphens, spaces."""
    return _NOT_OURS.sub("", token.upper())


def spaced(token: str) -> str:
    """As a letter prints it: « ABCD-EFGH-JKMN-PQRS »."""
    return "-".join(token[start : start + _GROUP] for start in range(0, len(token), _GROUP))


def new_address() -> str:
    """The secret part of the address of a calendar."""
    return secrets.token_urlsafe(32)


def hash_of(address: str) -> str:
    """What is kept of it."""
    return salted_hmac(_SALT, address, algorithm="sha256").hexdigest()
