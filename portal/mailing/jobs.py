"""Jobs of campaigns. Each may be killed, run twice, or run by several workers at once."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.mailing import sending
from portal.mailing.services import forgetting, giving_up
from portal.mailing.services.lifecycle.starting import SEND_JOB, start_due


@app.periodic(cron="* * * * *")
@app.task(name="mailing.send_rounds", queueing_lock="mailing.send_rounds")
def send_rounds(timestamp: int) -> None:
    """Every minute: start what is due, queue what waits, end or stop what must be."""
    start_due(now=timezone.now())
    sending.send_rounds()


@app.task(name=SEND_JOB)
def send_campaign(campaign_id: int) -> None:
    """Queue what waits in one list, as soon as somebody starts or resumes it."""
    sending.send_round(campaign_id=campaign_id)


# Before messages go (3:30, a year old): a job that is late one night has a fortnight.
@app.periodic(cron="28 3 * * *")
@app.task(name="mailing.keep_lists", queueing_lock="mailing.keep_lists")
def keep_lists(timestamp: int) -> None:
    """Every night: write what became of old messages, end and forget the lists of old campaigns."""
    now = timezone.now()
    forgetting.keep_outcomes(now=now)
    forgetting.forget_erased()
    giving_up.cancel_untouched(now=now)
    forgetting.forget_old(now=now)
