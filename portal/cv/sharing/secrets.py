"""The secret of a link and its code. Neither is kept: the table has hashes, and a seed.

The seed comes from the form that asks for the link and from what it says: sent twice, or reloaded,
the same form finds the same link again, and another wish makes another link. The secret and the
code come from the seed and from the secret key of the site, so that their owner may see them again:
whoever reads the table alone has neither.
"""

import base64
import json
import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from portal.cv.errors import CvError
from snippets.site import absolute_url

SHORTEST_CODE, LONGEST_CODE = 6, 20
EASY_CODE = "Ce code se devine trop vite. Choisissez-en un autre."
SHORT_CODE = f"Ce code est trop court\u00a0: {SHORTEST_CODE} lettres ou chiffres au moins."
LONG_CODE = f"Ce code est trop long\u00a0: {LONGEST_CODE} lettres ou chiffres au plus."
_KEY = "portal.cv.sharing.key"
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "azertyuiop")
_DIGITS = 10**6


def new_key() -> str:
    """What a form carries, made for it alone."""
    return signing.dumps(secrets.token_urlsafe(24), salt=_KEY)


def is_key(key: str) -> bool:
    """Whether a form of ours carried it, today or yesterday."""
    try:
        signing.loads(key, salt=_KEY, max_age=48 * 3600)
    except (signing.BadSignature, ValueError):
        return False
    return True


def seed_of(key: str, *wishes: object) -> str:
    """What is kept of a form: 64 hexadecimal digits."""
    return _drawn("seed", json.dumps([key, *wishes])).hex()


def token_of(seed: str, secret: str | None = None) -> str:
    """The link's secret: 24 bytes in 32 letters. `secret` is a former key of the site."""
    return base64.urlsafe_b64encode(_drawn("token", seed, secret)[:24]).decode()


def code_of(seed: str, secret: str | None = None) -> str:
    """Six digits, easy to say on the phone."""
    number = int.from_bytes(_drawn("code", seed, secret)[:12]) % _DIGITS
    return f"{number:06d}"


def site_secrets() -> list[str]:
    """The key of the site, then those that it had before."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def plain_code(typed: str) -> str:
    """A code as it is compared: capitals and spaces never matter."""
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


def check_code(code: str) -> None:
    """Raise CvError for a plain code that is too short, too long or too easy."""
    if len(code) < SHORTEST_CODE:
        raise CvError(SHORT_CODE)
    if len(code) > LONGEST_CODE:
        raise CvError(LONG_CODE)
    if len(set(code)) < 3 or any(code in run for run in _RUNS):
        raise CvError(EASY_CODE)


def address_of(token: str) -> str:
    """The whole address, of the site that the settings name: never of a request's host."""
    return absolute_url("shared_cv:cv", token)


def _drawn(use: str, content: str, secret: str | None = None) -> bytes:
    salt = f"portal.cv.sharing.{use}"
    return salted_hmac(salt, content, secret=secret, algorithm="sha256").digest()
