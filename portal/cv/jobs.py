"""Jobs of CVs. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.cv.services.asking import tell_address
from portal.cv.services.files import delete_orphan_files as delete_orphans


@app.task(name="cv.tell_about_request")
def tell_about_request(request_id: int) -> None:
    """Write to the address that somebody asks for help, or proposes help to."""
    tell_address(request_id=request_id)


@app.periodic(cron="50 3 * * *")
@app.task(name="cv.delete_orphan_files", queueing_lock="cv.delete_orphan_files")
def delete_orphan_files(timestamp: int) -> None:
    """Every night: delete files of photos that no photo names (`timestamp`: UNIX seconds)."""
    delete_orphans()
