"""Jobs of appointments. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.followup.booking.services import deliveries, reminders


@app.periodic(cron="5 8-19 * * 1-6")
@app.task(name="followup.send_reminders", queueing_lock="followup.send_reminders")
def send_reminders(timestamp: int) -> None:
    """By day, every hour: let reminders leave."""
    reminders.send_due(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="followup.settle_mails", queueing_lock="followup.settle_mails")
def settle_mails(timestamp: int) -> None:
    """Every ten minutes: note what arrived and what came back, and send again what was lost."""
    deliveries.settle_mails(now=timezone.now())


@app.periodic(cron="10 5 * * *")
@app.task(name="followup.expire_invitations", queueing_lock="followup.expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Every day: note the invitations that stayed without an answer."""
    reminders.expire(now=timezone.now())
