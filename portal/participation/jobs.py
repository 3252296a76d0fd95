"""Periodic jobs of participation. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.participation import subjects
from portal.participation.services.asking import ask_due
from portal.participation.services.guest_data import erase_old_guests


# On weekdays, in the hours of UTC that are day in France in winter and in summer.
@app.periodic(cron="20 8-16 * * 1-5")
@app.task(name="participation.ask_outcomes", queueing_lock="participation.ask_outcomes")
def ask_outcomes(timestamp: int) -> None:
    """Plan and ask what became of people; what a stop held back leaves at the next run."""
    now = timezone.now()
    for planner in subjects.planners():
        planner(now)
    ask_due(now)


@app.periodic(cron="35 2 * * *")
@app.task(name="participation.keep_guests", queueing_lock="participation.keep_guests")
def keep_guests(timestamp: int) -> None:
    """Erase the people without an account of whom there is nothing any more."""
    erase_old_guests()
