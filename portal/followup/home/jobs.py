"""Jobs of exports. Each may be killed or run twice.

What queues one does it by the job's name: services do not import this module.
"""

from procrastinate.contrib.django import app

from portal.followup.home import taking_away


@app.task(name=taking_away.MAKE)
def make_export(export_id: int) -> None:
    """Make the file that somebody asked for."""
    taking_away.make(export_id=export_id)


@app.periodic(cron="20 * * * *")
@app.task(name="followup.end_exports", queueing_lock="followup.end_exports")
def end_exports(timestamp: int) -> None:
    """Every hour: delete the files whose time is over (`timestamp`: UNIX seconds)."""
    taking_away.end()
