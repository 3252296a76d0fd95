"""Jobs of the person's side. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.followup.own_side.services import expiring


@app.periodic(cron="50 3 * * *")
@app.task(name="followup.delete_own_files", queueing_lock="followup.delete_own_files")
def delete_own_files(timestamp: int) -> None:
    """Every night: delete files whose link has ended (`timestamp`: UNIX seconds)."""
    expiring.delete_expired()
