"""What silence brings: a reminder to the organisation, then « sans réponse », told to the person.

Each organisation, and each application, is one transaction: killed anywhere, a job does the rest
when it runs again; run twice, it finds nothing to do.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.applications import delays
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.services import telling
from portal.applications.services.changing import change, lock_application
from portal.applications.services.recipients import counted_by_title, told_for
from portal.applications.states import UNANSWERED, Role, Status
from snippets.locks import take
from snippets.mail.queue import queue_mail
from snippets.models import Organisation
from snippets.one_by_one import sum_of_each
from snippets.site import absolute_url, site_settings


def remind_organisations(now: datetime | None = None) -> int:
    """One mail to each organisation that lets people wait; how many organisations."""
    now = now or timezone.now()
    waiting = _to_remind(now).order_by("organisation_id")
    return sum_of_each(
        list(waiting.values_list("organisation_id", flat=True).distinct()),
        lambda organisation_id: remind(organisation_id=organisation_id, now=now),
        failed="organisation %s was not reminded",
    )


@transaction.atomic
def remind(*, organisation_id: int, now: datetime) -> bool:
    """Remind one organisation of all that waits, once for each application; whether it was."""
    # Rows alone would be shared between two runs, each with a mail of its own.
    take(f"applications.remind {organisation_id}")
    rows = _to_remind(now).filter(organisation_id=organisation_id)
    found = list(
        rows.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related("page")
    )
    if not found:
        return False
    Application.objects.filter(pk__in=[one.pk for one in found]).update(reminded_at=now)
    organisation = Organisation.objects.get(pk=organisation_id)
    site = site_settings()
    for person in told_for(organisation, found):
        queue_mail(
            "application_reminder",
            to=person.email,
            context={
                "recipient_name": str(person),
                "organisation_name": organisation.name,
                "count": len(found),
                "opportunities": counted_by_title(found),
                "list_url": absolute_url("applications:home"),
                "days": site.reply_reminder_days,
                "deadline_days": site.reply_deadline_days,
            },
        )
    return True


def close_unanswered(now: datetime | None = None) -> int:
    """Write « sans réponse » where it is time, and tell the people; how many.

    The organisation may still answer.
    """
    now = now or timezone.now()
    days = site_settings().no_answer_days
    due = Application.objects.filter(
        status__in=UNANSWERED, sent_at__lt=delays.sent_long_ago(days, now)
    )
    return sum_of_each(
        due.order_by("pk").only("pk").iterator(chunk_size=500),
        lambda application: _close(application, days=days, now=now),
        failed="application %s was not closed",
    )


@transaction.atomic
def _close(application: Application, *, days: int, now: datetime) -> bool:
    found = lock_application(application)
    # Somebody answered, or it was withdrawn, a moment ago.
    if found.status not in UNANSWERED:
        return False
    change(found, Status.NO_ANSWER, role=Role.SITE, actor=SITE, now=now)
    telling.tell_no_answer(found, days=days)
    return True


def _to_remind(now: datetime) -> ApplicationQuerySet:
    return Application.objects.filter(
        status__in=UNANSWERED,
        reminded_at__isnull=True,
        sent_at__lt=delays.sent_long_ago(site_settings().reply_reminder_days, now),
        agreement__withdrawn_at__isnull=True,
        organisation__suspended_at__isnull=True,
    )
