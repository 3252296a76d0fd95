"""Periodic jobs of participation. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.participation import subjects
from portal.participation.services.asking import ask_due


# On weekdays, in the hours of UTC that are day in France in winter and in summer.
@app.periodic(cron="20 8-16 * * 1-5")
@app.task(name="participation.ask_outcomes", queueing_lock="participation.ask_outcomes")
def ask_outcomes(timestamp: int) -> None:
    """Plan and ask what became of people; what a stop held back leaves at the next run."""
    now = timezone.now()
    for planner in subjects.planners():
        planner(now)
    ask_due(now)
