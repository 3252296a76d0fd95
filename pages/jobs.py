"""Periodic jobs of the pages. Each may be killed or run twice: see `moderation/schedule.py`."""

from procrastinate.contrib.django import app

from pages.editorial import renditions
from pages.moderation import bulk, schedule


@app.periodic(cron="*/5 * * * *")
@app.task(name="pages.publish_and_expire", queueing_lock="pages.publish_and_expire")
def publish_and_expire(timestamp: int) -> None:
    """Take expired pages off line, then publish what was scheduled (`timestamp`: UNIX seconds)."""
    schedule.expire_pages()
    schedule.publish_scheduled()


@app.periodic(cron="20 6-20 * * *")
@app.task(name="pages.expiry_notices", queueing_lock="pages.expiry_notices")
def expiry_notices(timestamp: int) -> None:
    """Warn authors before the end of their offers, in the daytime."""
    schedule.send_expiry_notices()


@app.task(name=bulk.ANNOUNCE_JOB)
def announce_bulk_withdrawal(operation_id: int) -> None:
    """Tell authors of a bulk withdrawal that can no longer be undone; does nothing twice."""
    bulk.announce_withdrawals(operation_id=operation_id)


@app.task(name=renditions.MAKE_JOB)
def make_renditions(page_id: int) -> None:
    """Make the sizes of the images of a published page; those that exist are left as they are."""
    renditions.make(page_id)
