"""Whom the site's messages come from, as an administrator writes it in the environment."""

import re
from email.utils import getaddresses

from environs import ValidationError

_MAILBOX = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+")


def one_sender(value: str) -> None:
    """Refuse what is not one address, with a name or without. Raises ValidationError.

    A comma in a name that has no quotes makes two senders, and every message would fail.
    """
    found = getaddresses([value])
    if value and not (len(found) == 1 and _MAILBOX.fullmatch(found[0][1])):
        message = (
            f"{value!r} is not one sender. Write emploi@example.org or "
            'Emploi <emploi@example.org>, the name in "quotes" when it has a comma.'
        )
        raise ValidationError(message)
