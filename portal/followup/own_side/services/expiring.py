"""Files whose link has ended, and files that no request names, are deleted: nothing else is."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.cv.services.files import old_files
from portal.followup.own_side import clock
from portal.followup.own_side.models import FOLDER, FileRequest
from portal.followup.rows.scope import Scope, system_scope

# Much longer than the transaction that writes a file and its row.
GRACE = timedelta(days=1)


def delete_expired(*, today: date | None = None, now: datetime | None = None) -> int:
    """Delete them; the request, what was left out and when it was given stay. Return how many."""
    today, now = today or timezone.localdate(), now or timezone.now()
    with system_scope(Scope.OWN_FILE_END):
        rows = FileRequest.objects.in_system_scope().select_for_update(skip_locked=True)
        expired = list(rows.filter(available_until__lt=today).exclude(file=""))
        for row in expired:
            clock.drop_file(row)
            row.deleted_at = now
            row.version += 1
            row.save()
    return len(expired) + _delete_orphans(now)


def _delete_orphans(now: datetime) -> int:
    storage = FileRequest._meta.get_field("file").storage  # noqa: SLF001
    names = list(old_files(storage, FOLDER, now - GRACE))
    if not names:
        return 0
    with system_scope(Scope.OWN_FILE_END):
        rows = FileRequest.objects.in_system_scope().filter(file__in=names)
        known = set(rows.values_list("file", flat=True))
    orphans = set(names) - known
    for name in orphans:
        storage.delete(name)
    return len(orphans)
