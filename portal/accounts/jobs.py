"""Periodic jobs of accounts. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.accounts.services import grants, proposals, retention, reviews
from portal.accounts.sign_in import activity


@app.periodic(cron="*/5 * * * *")
@app.task(name="accounts.end_expired_grants", queueing_lock="accounts.end_expired_grants")
def end_expired_grants(timestamp: int) -> None:
    """End the levels whose last day is over (`timestamp`: UNIX seconds), and old proposals."""
    grants.end_expired_grants()
    proposals.expire_proposals()


@app.periodic(cron="30 6 * * *")
@app.task(name="accounts.run_reviews", queueing_lock="accounts.run_reviews")
def run_reviews(timestamp: int) -> None:
    """Open, remind of, or end the review of levels, in the morning."""
    reviews.run_reviews()


@app.periodic(cron="15 3 * * *")
@app.task(name="accounts.purge_audit_log", queueing_lock="accounts.purge_audit_log")
def purge_audit_log(timestamp: int) -> None:
    """Delete the lines of the log that are older than what they are kept for."""
    retention.purge_audit_log()


@app.periodic(cron="45 3 * * *")
@app.task(name="accounts.forget_ended_sessions", queueing_lock="accounts.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:
    """Delete ended sessions and where they were used from (`timestamp`: UNIX seconds)."""
    activity.forget_ended()
