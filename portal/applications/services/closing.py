"""« Offre pourvue »: those who wait are told kindly, once nobody takes it back.

A day passes first: the organisation says whom it hires, and an offer that is filled by mistake and
put online again has closed nobody's application.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from wagtail.models import Page

from portal.accounts.actors import SITE
from portal.applications import delays
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.openings import APPLIED_TO
from portal.applications.replies import suggestion
from portal.applications.services import telling
from portal.applications.services.changing import change, lock_application
from portal.applications.services.recipients import told_for
from portal.applications.states import PENDING, UNANSWERED, Refusal, Role, Status
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.one_by_one import sum_of_each
from snippets.site import absolute_url

CLOSING_HOURS = 24
CLOSING_DELAY = timedelta(hours=CLOSING_HOURS)
# Whoever was offered the job may well be the person who fills it: the organisation says so itself.
_CLOSED_BY_SITE = (PENDING - {Status.OFFERED}) | {Status.NO_ANSWER}
MESSAGE = (
    "Cette annonce est pourvue\u00a0: nous avons choisi quelqu’un d’autre. Merci d’avoir postulé."
)


def on_filled(sender: Any, page: Any, **kwargs: Any) -> None:
    """Signal receiver: tell the organisation what will happen, and plan it, with the act itself."""
    waiting = list(closed_with(page.pk).select_related("page"))
    if not waiting:
        return
    _tell_organisation(page, waiting)
    due = timezone.now() + CLOSING_DELAY + timedelta(minutes=1)
    # By its name: the module of jobs imports this one.
    app.configure_task("applications.close_filled", schedule_at=due).defer(page_id=page.pk)


def close_filled_page(*, page_id: int, now: datetime | None = None) -> int:
    """Close what still waits for an opportunity that has stayed filled; how many.

    Nothing when it is back online, was filled again since, or is gone.
    """
    now = now or timezone.now()
    if not _has_stayed_filled(page_id, now):
        return 0
    return sum_of_each(
        closed_with(page_id).order_by("pk").only("pk"),
        lambda application: _close(application, page_id=page_id, now=now),
        failed="application %s was not closed",
    )


def close_missed(*, now: datetime | None = None) -> int:
    """Close what the job of an opportunity left, when it failed; how many applications."""
    now = now or timezone.now()
    waiting = Application.objects.filter(status__in=_CLOSED_BY_SITE, page__isnull=False)
    return sum(
        close_filled_page(page_id=page_id, now=now)
        for model in APPLIED_TO
        for page_id in model.objects.filter(
            live=False, filled_at__lte=now - CLOSING_DELAY, pk__in=waiting.values("page")
        ).values_list("pk", flat=True)
    )


@transaction.atomic
def _close(application: Application, *, page_id: int, now: datetime) -> bool:
    found = lock_application(application)
    # Answered or withdrawn a moment ago; or the page has just come back.
    if found.status not in _CLOSED_BY_SITE or not _has_stayed_filled(page_id, now):
        return False
    without_answer = found.status in UNANSWERED | {Status.NO_ANSWER}
    is_late = bool(without_answer and found.sent_at and delays.is_late(found.sent_at, now))
    found.answered_late = found.answered_late or is_late
    change(
        found,
        Status.REFUSED,
        role=Role.SITE,
        actor=SITE,
        now=now,
        refusal=Refusal.FILLED,
        is_late=is_late,
    )
    subject, message = suggestion(found, "refused", reason=Refusal.FILLED)
    telling.tell_person(
        found, subject=subject, message=message or MESSAGE, is_late=is_late, bulk=True
    )
    return True


def closed_with(page_id: int) -> ApplicationQuerySet:
    """Those that the site closes when this opportunity is filled."""
    return Application.objects.filter(page_id=page_id, status__in=_CLOSED_BY_SITE)


def _has_stayed_filled(page_id: int, now: datetime) -> bool:
    page = Page.objects.filter(pk=page_id).first()
    specific: Any = page.specific if page else None
    filled_at = getattr(specific, "filled_at", None)
    return bool(specific and not specific.live and filled_at and filled_at <= now - CLOSING_DELAY)


def _tell_organisation(page: Any, waiting: list[Application]) -> None:
    organisation = Organisation.objects.get(pk=waiting[0].organisation_id)
    for person in told_for(organisation, waiting):
        queue_mail(
            "application_filled",
            to=person.email,
            context={
                "recipient_name": str(person),
                "organisation_name": organisation.name,
                "count": len(waiting),
                "offer_title": page.title,
                "hours": CLOSING_HOURS,
                "list_url": absolute_url("applications:list", page.pk),
            },
        )
