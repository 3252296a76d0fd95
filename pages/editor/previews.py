"""Links that show a draft to a program: signed, for a day, made by those who may edit the page.

A link shows the latest draft at the time it is read, not the revision at the time it was made: an
autosave rewrites a revision in place, so that a revision's number promises no content, and whoever
builds a page wants to see what the editor sees. It names its page and its author, and works as
long as its author may edit the page.
"""

import dataclasses
import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from pages.rules import SHARE_DRAFT
from snippets.site import absolute_url

LOG_ACTION = "declic.preview_link"
_SALT = "pages.previews"
_SEPARATOR = "-"


class UnknownLinkError(Exception):
    """Not one of our links, or one whose page or right is gone."""


class ExpiredLinkError(Exception):
    """One of our links, too old."""


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """A draft that a link opens: the specific page, in memory, as its latest revision says."""

    page: Any
    saved_at: datetime.datetime | None
    expires_at: datetime.datetime


@transaction.atomic
def make_link(*, page: Page, user: Any) -> tuple[str, datetime.datetime]:
    """The absolute address of a page's draft and when it stops; the page's history says who.

    Raises PermissionDenied when `user` may not edit the page.
    """
    if not user.has_perm(SHARE_DRAFT, page):
        raise PermissionDenied
    token = _signer().sign(f"{page.pk}{_SEPARATOR}{user.pk}")
    expires_at = timezone.now() + lifetime()
    log(instance=page, action=LOG_ACTION, user=user, data={"expires_at": expires_at.isoformat()})
    return f"{absolute_url('page_preview')}?token={token}", expires_at


def read_link(token: str) -> Preview:
    """What a link opens. Raises UnknownLinkError, ExpiredLinkError."""
    try:
        signed = _signer().unsign(token)
        page_id, user_id = map(int, signed.split(_SEPARATOR))
    except (signing.BadSignature, ValueError) as error:
        raise UnknownLinkError from error
    made_at = _made_at(token)
    if made_at + lifetime() <= timezone.now():
        raise ExpiredLinkError
    page = Page.objects.filter(pk=page_id).first()
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if page is None or user is None or not user.has_perm(SHARE_DRAFT, page):
        raise UnknownLinkError
    draft = page.get_latest_revision_as_object()
    return Preview(draft, page.latest_revision_created_at, made_at + lifetime())


def lifetime() -> datetime.timedelta:
    """How long a link works."""
    return datetime.timedelta(hours=settings.PREVIEW_LINK_HOURS)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_SALT)


def _made_at(token: str) -> datetime.datetime:
    """When a token whose signature is right was made."""
    seconds = signing.b62_decode(token.split(":")[-2])
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
