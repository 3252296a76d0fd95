"""The tables of mail, of the app `snippets`."""

from snippets.mail.models.dispatch import (
    Delivery,
    Dispatch,
    DispatchQuerySet,
    MailOutage,
    MailRefusal,
    SendingPace,
    SuppressedAddress,
)
from snippets.mail.models.template import MailTemplate
from snippets.mail.models.used_link import UsedLink

__all__ = [
    "Delivery",
    "Dispatch",
    "DispatchQuerySet",
    "MailOutage",
    "MailRefusal",
    "MailTemplate",
    "SendingPace",
    "SuppressedAddress",
    "UsedLink",
]
