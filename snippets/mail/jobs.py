"""The jobs of mail. Their names are stored with what is queued: they outlive a move."""

from procrastinate.contrib.django import app

from snippets.mail import retention
from snippets.mail.actions import retention as actions_retention
from snippets.mail.delivery import backlog, claims, courier


@app.task(name="snippets.send_mail")
def send_mail(email_id: int) -> None:
    """Send one stored message; does nothing when it was sent or is being sent."""
    courier.send_one(email_id)


@app.periodic(cron="* * * * *")
@app.task(name="snippets.send_due_mails", queueing_lock="snippets.send_due_mails")
def send_due_mails(timestamp: int) -> None:
    """Every minute: bulk messages, new attempts, and those that a worker or a job left behind."""
    claims.take_back_interrupted()
    backlog.report_uncertain()
    courier.send_due()


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
    actions_retention.forget_used_links()
