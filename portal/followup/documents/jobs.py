"""Jobs of documents. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.followup.documents import services


@app.periodic(cron="40 3 * * *")
@app.task(name="followup.delete_orphan_files", queueing_lock="followup.delete_orphan_files")
def delete_orphan_files(timestamp: int) -> None:
    """Every night: delete files that no document names (`timestamp`: UNIX seconds)."""
    services.delete_orphan_files()
