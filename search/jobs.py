"""Periodic jobs of the search."""

from procrastinate.contrib.django import app

from search.index import change_log


@app.periodic(cron="40 3 * * *")
@app.task(name="search.forget_old_changes", queueing_lock="search.forget_old_changes")
def forget_old_changes(timestamp: int) -> None:
    """Keep the log of changes short (`timestamp`: UNIX seconds)."""
    change_log.forget_old_changes()
