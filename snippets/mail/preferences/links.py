"""The links of a message that one may stop receiving: stop it, choose all one gets, know why.

A link names a message by its `public_id`, never an address, and is signed for one purpose. It is
as old as its message, so that asking for it again does not make it younger.
"""

import base64
import binascii
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from django.core import signing
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from snippets.mail.categories import find_category
from snippets.mail.models import Dispatch
from snippets.mail.templates.html import MailFooter
from snippets.site import absolute

# The variable of a text that is filled with the preferences of whoever receives it.
PREFERENCES_VARIABLE = "preferences_url"
ONE_CLICK = "List-Unsubscribe"


class MailLink(Enum):
    """What a link is for; each signs with a salt of its own."""

    STOP = "stop"
    PREFERENCES = "preferences"
    WHY = "why"

    @property
    def lifetime(self) -> timedelta:
        """How long it works after its message: one may stop an old message, not choose from it."""
        return timedelta(days=90 if self is MailLink.PREFERENCES else 365)


@dataclass(frozen=True)
class Screens:
    """The names of the addresses where these links lead, and where one asks for another."""

    stop: str
    preferences: str
    ask: str


_screens: list[Screens] = []


def register_screens(screens: Screens) -> None:
    """Say where the screens are; once, by the app that has them, when it is ready."""
    _screens[:] = [screens]


# Where a message says why it was sent: an app above has the screen, if any.
_why: list[str] = []


def register_why(screen: str) -> None:
    """Say where a message of a list says why; once, by the app that keeps the lists."""
    _why[:] = [screen]


class MailLinkError(Exception):
    """The link is cut, forged, too old, or its message was erased: all the same for a visitor."""


def path_of(link: MailLink, dispatch: Dispatch) -> str:
    """The path of a link."""
    if link is MailLink.WHY:
        name = _why[0]
    else:
        name = _screens[0].stop if link is MailLink.STOP else _screens[0].preferences
    return reverse(name, args=[token_of(link, dispatch)])


def address_of(link: MailLink, dispatch: Dispatch) -> str:
    """The whole address of a link, as a message writes it."""
    return absolute(path_of(link, dispatch))


def token_of(link: MailLink, dispatch: Dispatch) -> str:
    """The secret part of a link."""
    name = base64.urlsafe_b64encode(dispatch.public_id.bytes).rstrip(b"=").decode()
    return _signer(link).sign(name)


def read_token(link: MailLink, token: str) -> Dispatch:
    """The message of a link that still works. Raises MailLinkError."""
    try:
        public_id = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{_signer(link).unsign(token)}=="))
    except (signing.BadSignature, binascii.Error, ValueError) as error:
        raise MailLinkError from error
    left = Coalesce(F("email__scheduled_time"), F("email__created"))
    found = Dispatch.objects.alias(left=left).filter(left__gt=timezone.now() - link.lifetime)
    dispatch = found.filter(public_id=public_id).first()
    if dispatch is None:
        raise MailLinkError
    return dispatch


def preferences_path(dispatch: Dispatch) -> str:
    """Where to choose from this message; once it is too old for that, where to ask for a link."""
    token = token_of(MailLink.PREFERENCES, dispatch)
    try:
        read_token(MailLink.PREFERENCES, token)
    except MailLinkError:
        return reverse(_screens[0].ask)
    return path_of(MailLink.PREFERENCES, dispatch)


def footer_of(dispatch: Dispatch, *, why: bool = False, replies_read_by: str = "") -> MailFooter:
    """What ends a message: its links, none to stop one that nobody can refuse.

    `why`: with the link that says why its address was chosen.
    """
    always = MailFooter(
        why_url=address_of(MailLink.WHY, dispatch) if why else "", replies_read_by=replies_read_by
    )
    category = find_category(dispatch.category)
    if category is None or not category.optional:
        return always
    return replace(
        always,
        category=category.label,
        preferences_url=address_of(MailLink.PREFERENCES, dispatch),
        unsubscribe_url=address_of(MailLink.STOP, dispatch),
    )


def headers_of(dispatch: Dispatch) -> dict[str, str]:
    """The headers that put a button to stop in mail programs (RFC 2369 and 8058), or none."""
    address = footer_of(dispatch).unsubscribe_url
    if not address:
        return {}
    return {
        ONE_CLICK: f"<{address}>",
        "List-Unsubscribe-Post": f"{ONE_CLICK}=One-Click",
    }


def _signer(link: MailLink) -> signing.Signer:
    # A dot, for programs that find addresses in a text stop at a colon. The salt is older than the
    # module: links that were mailed are signed with it.
    return signing.Signer(sep=".", salt=f"snippets.mail_links.{link.value}")
