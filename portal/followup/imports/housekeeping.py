"""What imports leave behind: files of an upload that was undone, and lines of long ago."""

from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.utils import timezone

from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.reading import FOLDER
from portal.followup.rows.scope import Scope, system_scope

# A file whose columns nobody said, or of an upload that failed.
WAITING = timedelta(days=7)
# Lines tell what was applied, and undo it; the file and its SHA-256 stay.
KEPT = timedelta(days=365)


def delete_orphan_files(*, now: datetime | None = None) -> int:
    """Delete raw files that no reading waits for, or that waited a week; return how many."""
    storage, now = storages["private"], now or timezone.now()
    with system_scope(Scope.IMPORT):
        states = ImportFile.State
        late = ImportFile.objects.in_system_scope().filter(
            state=states.MAPPING, created_at__lt=now - WAITING
        )
        late.update(state=states.DROPPED, waiting_file="")
        waiting = ImportFile.objects.in_system_scope().exclude(waiting_file="")
        kept = set(waiting.values_list("waiting_file", flat=True))
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    old = [
        name
        for name in names
        if name not in kept and storage.get_modified_time(name) < now - timedelta(days=1)
    ]
    for name in old:
        storage.delete(name)
    return len(old)


def forget_old_lines(*, now: datetime | None = None) -> int:
    """Delete the lines and actions of files of more than a year ago; return how many lines."""
    with system_scope(Scope.IMPORT):
        old = ImportFile.objects.in_system_scope().filter(
            created_at__lt=(now or timezone.now()) - KEPT
        )
        ImportAction.objects.in_system_scope().filter(file__in=old).delete()
        return ImportLine.objects.in_system_scope().filter(file__in=old).delete()[0]
