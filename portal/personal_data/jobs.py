"""The daily job of personal data. It may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.personal_data import services

# The name of a task is in the rows of its jobs: it stays when the code moves.


@app.periodic(cron="30 3 * * *")
@app.task(name="accounts.personal_data", queueing_lock="accounts.personal_data")
def keep_no_more_than_needed(timestamp: int) -> None:
    """Erase the accounts due, plan those that nobody uses, purge (`timestamp`: UNIX seconds)."""
    services.erase_due_accounts()
    services.plan_erasure_of_unused_accounts()
    services.purge(dry_run=False)
