"""What nobody confirmed in a week is withdrawn by the site: it never left."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.applications.delays import CONFIRM_WITHIN
from portal.applications.models import Application
from portal.applications.services.changing import change, lock_application
from portal.applications.services.sent_cvs import erase_sent_cv
from portal.applications.states import Role, Status
from portal.participation.models import CallBack
from snippets.one_by_one import sum_of_each


def drop_unconfirmed(*, now: datetime | None = None) -> int:
    """Withdraw them one by one, close the call that they waited for; return how many."""
    now = now or timezone.now()
    old = Application.objects.filter(status=Status.TO_CONFIRM, created_at__lt=now - CONFIRM_WITHIN)
    return sum_of_each(
        old.order_by("pk").only("pk").iterator(chunk_size=500),
        lambda application: _drop(application, now),
        failed="application %s was not dropped",
    )


@transaction.atomic
def _drop(application: Application, now: datetime) -> bool:
    found = lock_application(application)
    if found.status != Status.TO_CONFIRM:
        return False
    found.message = ""
    change(found, Status.WITHDRAWN, role=Role.SITE, actor=SITE, now=now)
    erase_sent_cv(found)
    close_call(found, CallBack.Result.UNREACHABLE, now)
    return True


def close_call(application: Application, result: CallBack.Result, now: datetime) -> None:
    """Nobody calls any more about this application."""
    CallBack.objects.filter(
        purpose=CallBack.Purpose.APPLICATION, subject_id=application.pk, closed_at__isnull=True
    ).update(closed_at=now, result=result)
