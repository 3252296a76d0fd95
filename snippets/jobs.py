"""Background jobs of the app: those of mail, and taking up the jobs of a worker that died."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from snippets.limits.stores import forget_ended_counts as delete_ended_counts
from snippets.mail import jobs as mail_jobs  # noqa: F401 - found here by the workers


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
