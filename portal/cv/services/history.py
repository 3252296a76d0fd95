"""Versions: what is kept of a CV as it was."""

from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.accounts.models import User
from portal.cv.models import Cv, CvVersion

KEPT = 50
KEPT_DAYS = 200
# What one person types in one sitting is one version.
SITTING = timedelta(minutes=10)
_Reason = CvVersion.Reason


def record(
    *, cv: Cv, author: User, reason: CvVersion.Reason, restored_from: int | None = None
) -> CvVersion:
    """Write the version that a CV is in; it is part of the transaction that changed it."""
    now = timezone.now()
    last = CvVersion.objects.filter(cv=cv).order_by("-number").first()
    if (
        last is not None
        and reason == _Reason.EDITED == last.reason
        and last.author_id == author.pk
        and now - last.created_at < SITTING
    ):
        last.number, last.document, last.saved_at = cv.version, cv.document, now
        last.save(update_fields=["number", "document", "saved_at"])
        return last
    version = CvVersion.objects.create(
        cv=cv,
        number=cv.version,
        document=cv.document,
        author=author,
        created_at=now,
        saved_at=now,
        reason=reason,
        restored_from=restored_from,
    )
    _forget_old(cv)
    return version


def _forget_old(cv: Cv) -> None:
    """Keep the last fifty, then the last one of each day."""
    rows = CvVersion.objects.filter(cv=cv)
    newest = list(rows.order_by("-number").values_list("pk", flat=True)[:KEPT])
    if len(newest) < KEPT:
        return
    older = rows.exclude(pk__in=newest)
    days = (
        older.annotate(day=TruncDate("saved_at"))
        .values("day")
        .annotate(last=Max("pk"))
        .order_by("-day")
        .values_list("last", flat=True)[:KEPT_DAYS]
    )
    older.exclude(pk__in=list(days)).delete()
