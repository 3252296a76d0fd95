"""How long a password would hold, by zxcvbn: words, names, dates, sequences, keys in a row.

The estimator works off line, in a millisecond or two. Its dictionaries are English: it gets French
words, the site's name and the person's own words too.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn_rs_py import zxcvbn

from portal.accounts.models import Membership, User
from snippets.folding import fold_name, without_accents
from snippets.models.site import SOFTWARE
from snippets.site import site_settings

# Ten to the power of: what Argon2 and the limits on attempts make too long to try.
ENOUGH = 8
# What comes after adds nothing that an estimate needs, and costs.
MAX_ESTIMATED = 72
_SHORTEST_WORD = 3
# « Bonjour! », « **soleil** »: the first thing that is tried.
_DECORATION = re.compile(r"^[^a-z0-9]{1,3}|[^a-z0-9]{1,3}$")
_SEPARATOR = re.compile(r"[\s._'’-]+")
_FRENCH = Path(__file__).with_name("french_words.txt")

HELP = (
    "Choisissez quatre ou cinq mots sans lien entre eux, que vous retiendrez\u00a0: "
    "ni votre nom, ni une date, ni des touches qui se suivent."
)
WEAK = f"Ce mot de passe serait vite deviné. {HELP}"


class StrengthValidator:
    """One of `AUTH_PASSWORD_VALIDATORS`, hence of every form and command that sets a password.

    A password below `min_length` is left to the validator that says so.
    """

    def __init__(self, min_length: int = 0) -> None:
        self._min_length = min_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for a password that is soon guessed."""
        if len(password) >= self._min_length:
            refuse_weak(password, own_words(user) if isinstance(user, User) else ())

    def get_help_text(self) -> str:
        """What makes a good one."""
        return HELP


def refuse_weak(password: str, words: Iterable[str] = ()) -> None:
    """Raise ValidationError for a password that is soon guessed by who knows these words."""
    if guesses(password, words) < ENOUGH:
        raise ValidationError(WEAK, code="password_too_weak")


def guesses(password: str, words: Iterable[str] = ()) -> float:
    """How many attempts it would take, as a power of ten."""
    known = _pieces([*words, site_settings().site_name, SOFTWARE])
    start = password[:MAX_ESTIMATED]
    plain = _DECORATION.sub("", without_accents(start))
    return min(
        zxcvbn(start, [*known, *_french_words()]).guesses_log10,
        zxcvbn(plain, [*known, *_french_words()]).guesses_log10,
        # What stands between somebody's names hides nothing.
        zxcvbn(_SEPARATOR.sub("", plain), known).guesses_log10,
    )


def own_words(user: User) -> list[str]:
    """What others know of a person: names, address, organisations."""
    local, _, domain = user.email.partition("@")
    words = [user.first_name, user.last_name, local, domain.rpartition(".")[0]]
    words += [f"{user.first_name} {user.last_name}", f"{user.last_name} {user.first_name}"]
    if user.pk:
        members = Membership.objects.active().filter(user=user)
        words += members.values_list("organisation__name", flat=True)
    return words


def _pieces(words: Iterable[str]) -> list[str]:
    """Words whole and in parts, folded, each once."""
    found: list[str] = []
    for word in words:
        folded = fold_name(word)
        found += [folded.replace(" ", ""), *folded.split(), *re.findall(r"[a-z]+", folded)]
    return list(dict.fromkeys(word for word in found if len(word) >= _SHORTEST_WORD))


@cache
def _french_words() -> tuple[str, ...]:
    """Words that passwords are made of in France, the likeliest first."""
    return tuple(_FRENCH.read_text(encoding="utf-8").split())
