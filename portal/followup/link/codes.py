"""The code that links a case and an account: twelve letters and digits that are not confused."""

import re
import secrets

from django.utils.crypto import salted_hmac

# Neither 0 nor O, 1, I nor L; no vowel, hence no word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH, GROUP = 12, 4
_SALT = "portal.followup.link"
_NOT_OURS = re.compile(r"[^0-9A-Z]")


def new_code() -> str:
    """A code as it is read and typed: three groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def hash_of(typed: str) -> str:
    """What is kept of a code; the same for every way of typing it."""
    return salted_hmac(_SALT, _NOT_OURS.sub("", typed.upper()), algorithm="sha256").hexdigest()
