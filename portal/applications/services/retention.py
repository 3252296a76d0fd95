"""When the organisation may no longer read an application, and its CV goes.

Three months after a refusal, a withdrawal or a silence; two years when the person agreed to be kept
in mind. The person still sees that they applied.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.services.changing import lock_application
from portal.applications.services.sent_cvs import erase_sent_cv
from portal.applications.states import Status
from snippets.one_by_one import sum_of_each

KEPT = timedelta(days=91)
KEPT_IN_MIND = timedelta(days=2 * 365)
# Whoever withdraws wants to be forgotten, whatever they said before.
_KEPT_IN_MIND = (Status.REFUSED, Status.NO_ANSWER)
_LEFT = (*_KEPT_IN_MIND, Status.WITHDRAWN)


def due(now: datetime) -> ApplicationQuerySet:
    """Those that leave the organisation's view now."""
    long_ago = Q(changed_at__lt=now - KEPT_IN_MIND)
    in_mind = Q(keep_in_mind=True, status__in=_KEPT_IN_MIND)
    return Application.objects.filter(
        status__in=_LEFT, hidden_at__isnull=True, changed_at__lt=now - KEPT
    ).filter(long_ago | ~in_mind)


def hide_old(*, dry_run: bool, now: datetime | None = None) -> int:
    """Hide what is due; how many. `dry_run` only counts. Killed or run twice, it does the rest."""
    now = now or timezone.now()
    rows = due(now)
    if dry_run:
        return rows.count()
    return sum_of_each(
        rows.order_by("pk").only("pk").iterator(chunk_size=500),
        lambda application: _hide(application, now),
        failed="application %s was not hidden",
    )


@transaction.atomic
def _hide(application: Application, now: datetime) -> bool:
    found = lock_application(application)
    # A late reply may have come a moment ago.
    if not due(now).filter(pk=found.pk).exists():
        return False
    found.hidden_at = now
    found.save(update_fields=["hidden_at"])
    erase_sent_cv(found)
    return True
