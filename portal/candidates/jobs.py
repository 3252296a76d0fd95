"""Periodic jobs of candidates. Each may be killed or run twice."""

from procrastinate.contrib.django import app

from portal.candidates.services.sending import send_due_alerts


@app.periodic(cron="5,35 * * * *")
@app.task(name="candidates.send_alerts", queueing_lock="candidates.send_alerts")
def send_alerts(timestamp: int) -> None:
    """Send the alerts whose hour has come; what a stop held back leaves at the next run."""
    send_due_alerts()
