"""Jobs of accesses. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.followup.access import services


@app.periodic(cron="20 5 * * *")
@app.task(name="followup.lapse_team_requests", queueing_lock="followup.lapse_team_requests")
def lapse_team_requests(timestamp: int) -> None:
    """Every day: end the requests to join a care team that nobody answered in time."""
    services.lapse_requests(now=timezone.now())


@app.periodic(cron="40 5 * * *")
@app.task(name="followup.purge_access_log", queueing_lock="followup.purge_access_log")
def purge_access_log(timestamp: int) -> None:
    """Every day: delete the lines of the access log of more than twelve months."""
    services.purge_log(now=timezone.now())
