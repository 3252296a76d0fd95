"""Periodic jobs of accounts. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.accounts.personal_data import services as personal_data


@app.periodic(cron="30 3 * * *")
@app.task(name="accounts.personal_data", queueing_lock="accounts.personal_data")
def keep_no_more_than_needed(timestamp: int) -> None:
    """Erase the accounts due, plan those that nobody uses, purge (`timestamp`: UNIX seconds)."""
    personal_data.erase_due_accounts()
    personal_data.plan_erasure_of_unused_accounts()
    personal_data.purge(dry_run=False)
