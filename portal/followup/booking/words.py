"""Words that leave the area: labels, places and texts that a mail or an open page shows."""

import re

from portal.followup.booking.errors import BookingError
from portal.followup.unsaid import UNSAID
from snippets.folding import fold_name

# An acronym may be written with dots.
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")


def told(text: str) -> str:
    """The first word of a text that tells what the person receives; empty when there is none."""
    words = fold_name(_DOTTED.sub(r"\1", text)).split()
    return next((word for word in words if word in UNSAID), "")


def check(field: str, text: str) -> None:
    """Refuse a text that tells. Raises BookingError at its field."""
    if word := told(text):
        message = (
            f"Ce texte part par e-mail et se lit sans compte\u00a0: le mot «\u00a0{word}\u00a0» "
            "n’y a pas sa place."
        )
        raise BookingError(message, field=field)


def discreet(text: str, instead: str = "") -> str:
    """The text, or something else in place of one that tells: it may be older than the check."""
    return instead if told(text) else text
