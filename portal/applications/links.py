"""Signed addresses of the person's side: they name a row by its key, and nobody.

Reading such a page changes nothing: its button does.
"""

from enum import StrEnum
from typing import Any

from django.core import signing
from django.urls import reverse

from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from snippets.site import absolute

BROKEN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."
_FOLLOW, _SENT = "applications.follow", "applications.sent"


class LinkError(ApplicationError):
    """The link is forged, or what it led to has gone."""


class Way(StrEnum):
    """What the page after a form says: the same whoever is known already."""

    ACCOUNT = "account"
    MAIL = "mail"
    PHONE = "phone"
    HELPED = "helped"


def follow_token(application: Application) -> str:
    """The secret part of an application's own page."""
    return signing.Signer(sep=".", salt=_FOLLOW).sign(str(application.pk))


def follow_url(application: Application) -> str:
    """The application's own page, which needs no account: for the person's own mail alone."""
    return absolute(reverse("applications:follow", args=[follow_token(application)]))


def where_followed(application: Application) -> str:
    """The path where its person reads it: in their space, or by a link without an account."""
    if application.participant.user_id is None:
        return reverse("applications:follow", args=[follow_token(application)])
    return reverse("applications:own_one", args=[application.pk])


def followed(token: str) -> Application:
    """The application of a link. Raises LinkError."""
    try:
        pk = int(signing.Signer(sep=".", salt=_FOLLOW).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise LinkError(BROKEN) from error
    rows: Any = Application.objects.select_related(
        "participant__user", "organisation", "agreement", "cv", "helped_by", "helped_for", "page"
    )
    found: Application | None = rows.filter(pk=pk, participant__erased_at__isnull=True).first()
    if found is None:
        raise LinkError(BROKEN)
    return found


def sent_path(page: Any, way: Way) -> str:
    """The page after a form: it names the opportunity and what comes next, never a person."""
    token = signing.Signer(sep=".", salt=_SENT).sign(f"{page.pk}-{way}")
    return reverse("applications:sent", args=[token])


def sent_way(token: str) -> tuple[int, Way]:
    """The key of the opportunity, and what comes next. Raises LinkError."""
    try:
        pk, _, way = signing.Signer(sep=".", salt=_SENT).unsign(token).partition("-")
        return int(pk), Way(way)
    except (signing.BadSignature, ValueError) as error:
        raise LinkError(BROKEN) from error
