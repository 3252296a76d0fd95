"""Jobs of CVs. Each may be killed or run twice.

What queues one does it by the job's name: services do not import this module, which imports them.
"""

from procrastinate.contrib.django import app

from portal.cv.services import old_cvs
from portal.cv.services.asking import TELL, tell_address
from portal.cv.services.files import delete_orphan_files as delete_orphans


@app.task(name=TELL)
def tell_about_request(request_id: int) -> None:
    """Write to the address that somebody asks for help, or proposes help to."""
    tell_address(request_id=request_id)


@app.task(name=old_cvs.READ, queue="cv", priority=10, retry=1)
def read_old_cv(import_id: int) -> None:
    """Read an old CV that somebody sent.

    Two at a time for the whole site, whatever the number of workers: each job is queued with one of
    two locks, in turn (`services.old_cvs`). Two neighbours on one lock, after others were taken
    back, wait for each other while the second lock is free: five seconds a file, at most. Somebody
    watches: it goes before mail.
    """
    old_cvs.read_old_cv(import_id=import_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="cv.fail_lost_imports", queueing_lock="cv.fail_lost_imports")
def fail_lost_imports(timestamp: int) -> None:
    """Say of files whose reading was cut short that it was (`timestamp`: UNIX seconds)."""
    old_cvs.fail_lost_imports()


@app.periodic(cron="50 3 * * *")
@app.task(name="cv.delete_orphan_files", queueing_lock="cv.delete_orphan_files")
def delete_orphan_files(timestamp: int) -> None:
    """Every night: delete files of photos that no photo names (`timestamp`: UNIX seconds)."""
    delete_orphans()
