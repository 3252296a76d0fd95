"""Job of exchanges: it may be killed or run twice."""

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
