"""Jobs of applications. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.applications.services import arrivals, closing, deadlines, retention, unconfirmed


@app.periodic(cron="*/10 5-20 * * *")
@app.task(name="applications.tell_arrivals", queueing_lock="applications.tell_arrivals")
def tell_arrivals(timestamp: int) -> None:
    """Tell organisations of the applications that an hour held back (`timestamp`: UNIX seconds)."""
    arrivals.tell_all_arrivals()


@app.periodic(cron="10 7 * * *")
@app.task(name="applications.keep_deadlines", queueing_lock="applications.keep_deadlines")
def keep_deadlines(timestamp: int) -> None:
    """In the morning: remind organisations, close what nobody has answered, or confirmed.

    What the job of a filled opportunity could not close comes first: it is no silence.
    """
    closing.close_missed()
    deadlines.remind_organisations()
    deadlines.close_unanswered()
    unconfirmed.drop_unconfirmed()


@app.periodic(cron="45 3 * * *")
@app.task(name="applications.hide_old", queueing_lock="applications.hide_old")
def hide_old(timestamp: int) -> None:
    """Take what is past its time out of organisations' view, the CVs with it."""
    retention.hide_old(dry_run=False)


@app.task(name="applications.close_filled")
def close_filled(page_id: int) -> None:
    """Close what waits for an opportunity that was filled a day ago; does nothing twice."""
    closing.close_filled_page(page_id=page_id)
