"""Jobs of exchanges. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.followup.exchange import sending


@app.task(name=sending.SEND)
def send_appointments(sending_id: int, user_id: int) -> None:
    """Send the appointments of a period; a failure is tried again later, a few times."""
    wait = sending.send(sending_id=sending_id, user_id=user_id)
    if wait is not None:
        send_appointments.configure(schedule_in={"seconds": int(wait.total_seconds())}).defer(
            sending_id=sending_id, user_id=user_id
        )


@app.periodic(cron="25 * * * *")
@app.task(name="followup.end_lost_sendings", queueing_lock="followup.end_lost_sendings")
def end_lost_sendings(timestamp: int) -> None:
    """Every hour: what waits for a job that is not there any more did not leave."""
    sending.end_lost()
