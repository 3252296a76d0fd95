"""SMS: off by default. A site that has a gateway names its function in FOLLOWUP_SMS_GATEWAY."""

import re
from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

_MOBILE = re.compile(r"0[67]\d{8}")


class Gateway(Protocol):
    """Hands one SMS to an operator. It raises when it cannot: the message is then said to be lost.

    `phone` has ten digits. The text says no more than a day, an hour and a link.
    """

    def __call__(self, *, phone: str, text: str) -> None: ...


def gateway() -> Gateway | None:
    """The function of the setting; None when SMS are off."""
    if not settings.FOLLOWUP_SMS_GATEWAY:
        return None
    found: Callable[..., None] = import_string(settings.FOLLOWUP_SMS_GATEWAY)
    return found


def mobile(phone: str) -> str:
    """The digits of a mobile phone of France; empty for any other."""
    digits = re.sub(r"\D", "", phone.replace("+33", "0"))
    return digits if _MOBILE.fullmatch(digits) else ""
