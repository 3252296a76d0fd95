"""Background jobs: sending messages, and taking up the jobs of a worker that died."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from snippets.action_links import retention as links_retention
from snippets.limits.stores import forget_ended_counts as delete_ended_counts
from snippets.outbox import delivery, retention


@app.task(name="snippets.send_mail")
def send_mail(email_id: int) -> None:
    """Send one stored message; does nothing when it was sent or is being sent."""
    delivery.send_one(email_id)


@app.periodic(cron="* * * * *")
@app.task(name="snippets.send_due_mails", queueing_lock="snippets.send_due_mails")
def send_due_mails(timestamp: int) -> None:
    """Every minute: bulk messages, new attempts, and those that a worker or a job left behind."""
    delivery.take_back_interrupted()
    delivery.report_uncertain()
    delivery.send_due()


@app.periodic(cron="25 3 * * *")
@app.task(name="snippets.empty_old_mails", queueing_lock="snippets.empty_old_mails")
def empty_old_mails(timestamp: int) -> None:
    """Every night: forget the texts and files of messages past their time."""
    retention.empty_old_messages()
    retention.delete_lost_files()


@app.periodic(cron="35 3 * * *")
@app.task(name="snippets.forget_used_links", queueing_lock="snippets.forget_used_links")
def forget_used_links(timestamp: int) -> None:
    """Every night: forget which links of mails were used, once they are too old to be opened."""
    links_retention.forget_used_links()


@app.periodic(cron="10 * * * *")
@app.task(name="snippets.forget_ended_counts", queueing_lock="snippets.forget_ended_counts")
def forget_ended_counts(timestamp: int) -> None:
    """Every hour: forget the counts of limits whose time is over."""
    delete_ended_counts()


@app.periodic(cron="* * * * *")
@app.task(
    name="snippets.retry_stalled_jobs",
    queueing_lock="snippets.retry_stalled_jobs",
    pass_context=True,
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Every minute: give the jobs of workers that no longer answer to another worker."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
