"""Telling the organisation that somebody applies: at once, then at most one mail an hour."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.applications.models import Application
from portal.applications.services.recipients import counted_by_title, told_for
from portal.applications.states import UNANSWERED
from snippets import locks
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.one_by_one import sum_of_each
from snippets.site import absolute_url

# Between two mails to one organisation: a busy day is not a flood.
PAUSE = timedelta(hours=1)


def on_sent(sender: Any, application: Application, **kwargs: Any) -> None:
    """Signal receiver: the first is told in the transaction that sends it, the next ones later."""
    tell_arrivals(organisation_id=application.organisation_id)


@transaction.atomic
def tell_arrivals(*, organisation_id: int, now: datetime | None = None) -> int:
    """Queue one mail about all that the organisation was not told of; how many these are.

    Nothing within an hour of the last one: the job tells them then. Two at once make one mail.
    """
    now = now or timezone.now()
    locks.take(f"applications.arrivals {organisation_id}")
    received = Application.objects.filter(organisation_id=organisation_id)
    if received.filter(announced_at__gt=now - PAUSE).exists():
        return 0
    news = list(
        _untold(received).select_for_update(of=("self",), no_key=True).select_related("page")
    )
    if not news:
        return 0
    organisation = Organisation.objects.get(pk=organisation_id)
    Application.objects.filter(pk__in=[one.pk for one in news]).update(announced_at=now)
    pages = {one.page_id for one in news}
    page_id = pages.pop() if len(pages) == 1 else None
    for person in told_for(organisation, news):
        queue_mail(
            "application_received",
            to=person.email,
            context={
                "recipient_name": str(person),
                "organisation_name": organisation.name,
                "count": len(news),
                "opportunities": counted_by_title(news),
                "list_url": absolute_url("applications:list", page_id)
                if page_id
                else absolute_url("applications:home"),
            },
        )
    return len(news)


def tell_all_arrivals(now: datetime | None = None) -> int:
    """The job: what an hour held back. An organisation that fails does not stop the others."""
    now = now or timezone.now()
    waiting = _untold(Application.objects.all()).order_by("organisation_id")
    return sum_of_each(
        list(waiting.values_list("organisation_id", flat=True).distinct()),
        lambda organisation_id: tell_arrivals(organisation_id=organisation_id, now=now),
        failed="arrivals of organisation %s were not told",
    )


def _untold(rows: Any) -> Any:
    """Sent, not opened yet by anybody for the organisation, and not told of."""
    return rows.filter(
        status__in=UNANSWERED,
        announced_at__isnull=True,
        agreement__withdrawn_at__isnull=True,
        organisation__suspended_at__isnull=True,
    )
