"""The code of a registration: printed, read, typed, and as a device keeps it (a salted hash).

`site/static/js/checkin/codes.js` does the same in the browser.
"""

import hashlib
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

from portal.recruitment.models import Registration, Roster

_PRINTED = re.compile(r"DECLIC:(\d{1,18}):([\w-]{4,64})", re.ASCII | re.IGNORECASE)
_SPACES = re.compile(r"[\s-]+")


def printed_code(registration: Registration) -> str:
    """What its QR code says: the list and the code, nothing of the person."""
    return f"DECLIC:{registration.roster_id}:{registration.code}"


def spaced_code(registration: Registration) -> str:
    """The code as people read it aloud and type it: « ABCDE FGHJK »."""
    half = len(registration.code) // 2
    return f"{registration.code[:half]} {registration.code[half:]}"


def read_code(text: str) -> tuple[int | None, str]:
    """The key of the list (None when the code was typed alone) and the code."""
    if found := _PRINTED.fullmatch(text.strip()):
        return int(found[1]), found[2].upper()
    return None, _SPACES.sub("", text).upper()


def salt_of(roster: Roster, secret: str | None = None) -> str:
    """The same for each device of a session: a hash that waited for the network is still known."""
    made = salted_hmac("recruitment.checkin", str(roster.pk), secret, algorithm="sha256")
    return made.hexdigest()


def salts_of(roster: Roster) -> list[str]:
    """The salts that devices may still have, those of former keys of the site included."""
    return [salt_of(roster), *(salt_of(roster, key) for key in settings.SECRET_KEY_FALLBACKS)]


def hash_of(salt: str, code: str) -> str:
    """What a device keeps instead of a code: SHA-256 of salt and code, in hexadecimal."""
    return hashlib.sha256(f"{salt}{code}".encode()).hexdigest()
