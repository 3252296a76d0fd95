"""Jobs of commitments. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.sponsorship.commitments.services import ending, making, reminding


@app.periodic(cron="35 6 * * *")
@app.task(name="sponsorship.end_commitments", queueing_lock="sponsorship.end_commitments")
def end_commitments(timestamp: int) -> None:
    """Make what an accepted application misses, end what is over (`timestamp`: UNIX seconds)."""
    making.make_missing()
    ending.end_those_that_are_over()


@app.periodic(cron="15 8 * * *")
@app.task(name="sponsorship.tell_hours", queueing_lock="sponsorship.tell_hours")
def tell_hours(timestamp: int) -> None:
    """In the morning: tell each side of the hours that wait for it, recall what waits for long."""
    reminding.tell_all_waiting()
