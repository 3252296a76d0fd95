"""What the author of an offer is told, queued in the transaction of what happened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from snippets.mail.queue import queue_mail
from snippets.models import SiteSettings
from snippets.site import absolute

# Finds the path where the author of a page follows it, or None: what other apps give their people.
SpaceFinder = Callable[[Any], str | None]
_finders: list[SpaceFinder] = []


def register_space(finder: SpaceFinder) -> None:
    """Say where some authors follow their pages outside the CMS; once, when an app is ready."""
    if finder not in _finders:
        _finders.append(finder)


def submitted(*, page: Any) -> None:
    """The offer waits for its review; the promised delay is a site setting."""
    _queue("offer_submitted", page, moderation_days=SiteSettings.load().moderation_days)


def refused(*, page: Any, reason: str, comment: str) -> None:
    """The offer is to be corrected: why, and where."""
    _queue(
        "offer_refused",
        page,
        reason=reason.rstrip(". "),
        comment=comment,
        edit_url=_edit_url(page),
    )


def published(*, page: Any) -> None:
    """The offer is live."""
    _queue("offer_published", page, offer_url=_page_url(page), expires_on=last_day(page.expire_at))


def withdrawn(*, page: Any, reason: str) -> None:
    """Staff took the offer off line."""
    _queue("offer_withdrawn", page, reason=reason.rstrip(". "), comment="")


def expiring(*, page: Any, days: int, prolong_path: str, filled_path: str) -> None:
    """The offer ends in so many days, with two links that act without login."""
    _queue(
        "offer_expiring",
        page,
        offer_url=_page_url(page),
        expires_on=last_day(page.expire_at),
        days_left=days,
        prolong_url=absolute(prolong_path),
        filled_url=absolute(filled_path),
    )


def has_reachable_owner(page: Any) -> bool:
    """Whether the page has an author whom a message reaches."""
    owner = page.owner
    return bool(owner and owner.is_active and owner.email)


def last_day(expire_at: datetime | None) -> date | None:
    """The last day, in local time, on which the offer is visible."""
    if expire_at is None:
        return None
    return timezone.localtime(expire_at - timedelta(microseconds=1)).date()


def _queue(key: str, page: Any, **context: Any) -> None:
    """Queue one message to the page's owner; a page without a reachable owner sends nothing."""
    owner = page.owner
    if not has_reachable_owner(page):
        return
    organisation = getattr(page, "organisation", None)
    queue_mail(
        key,
        to=owner.email,
        context={
            "recipient_name": str(owner),
            "offer_title": page.title,
            "noun": page.noun.singular,
            "organisation_name": organisation.name if organisation else "",
            **context,
        },
    )


def _edit_url(page: Any) -> str:
    """Where its author corrects it: their own space, else the CMS, else nowhere."""
    from wagtail.admin.auth import user_has_any_page_permission

    owner = page.owner
    if owner is None:
        return ""
    found = next(filter(None, (finder(page) for finder in _finders)), None)
    if found is None and user_has_any_page_permission(owner):
        found = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return absolute(found) if found else ""


def _page_url(page: Any) -> str:
    """The page's address, host included."""
    return absolute(page.get_url() or "/")
