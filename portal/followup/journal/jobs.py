"""Jobs of the journal. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.followup.journal import drafts


@app.periodic(cron="20 3 * * *")
@app.task(name="followup.purge_drafts", queueing_lock="followup.purge_drafts")
def purge_drafts(timestamp: int) -> None:
    """Every night: erase texts that were given back or left (`timestamp`: UNIX seconds)."""
    drafts.purge()
