"""Files of photos that no row names: a database that dies after the file was written leaves one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db.models import Q
from django.utils import timezone

from portal.cv.models import CvPhoto
from portal.cv.models.cv import FOLDER, private_storage

# Much longer than the transaction that writes a file and its row.
GRACE = timedelta(days=1)
_BATCH = 500


def delete_orphan_files(*, now: datetime | None = None) -> int:
    """Delete the files older than `GRACE` that no photo names; return how many."""
    storage = private_storage()
    before = (now or timezone.now()) - GRACE
    deleted = 0
    # The files are listed before the rows are read: a row that comes meanwhile is seen.
    old = list(old_files(storage, FOLDER, before))
    for start in range(0, len(old), _BATCH):
        names = old[start : start + _BATCH]
        photos = CvPhoto.objects.filter(Q(file__in=names) | Q(source__in=names))
        known = {name for row in photos.values_list("file", "source") for name in row}
        for name in set(names) - known:
            storage.delete(name)
            deleted += 1
    return deleted


def old_files(storage: Storage, folder: str, before: datetime) -> Iterator[str]:
    """The names of the files of a folder, and of those inside, that are older than `before`."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        name = f"{folder}/{file}"
        try:
            is_old = storage.get_modified_time(name) < before
        except FileNotFoundError:  # deleted meanwhile
            continue
        if is_old:
            yield name
    for inside in folders:
        yield from old_files(storage, f"{folder}/{inside}", before)
