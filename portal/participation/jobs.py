"""Periodic jobs of participation. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.participation import subjects
from portal.participation.services.asking import ask_due
from portal.participation.services.cvs import delete_orphan_cvs
from portal.participation.services.guest_data import erase_old_guests
from snippets.one_by_one import sum_of_each


# On weekdays, in the hours of UTC that are day in France in winter and in summer.
@app.periodic(cron="20 8-16 * * 1-5")
@app.task(name="participation.ask_outcomes", queueing_lock="participation.ask_outcomes")
def ask_outcomes(timestamp: int) -> None:
    """Plan and ask what became of people; what a stop held back leaves at the next run."""
    now = timezone.now()
    # What is planned already is asked, even when an app above cannot plan.
    sum_of_each(subjects.planners(), lambda planner: planner(now), failed="%s planned nothing")
    ask_due(now)


@app.periodic(cron="25 3 * * *")
@app.task(
    name="participation.delete_orphan_files", queueing_lock="participation.delete_orphan_files"
)
def delete_orphan_files(timestamp: int) -> None:
    """Once a day (`timestamp`: UNIX seconds): the files of CVs that no row names."""
    delete_orphan_cvs()


@app.periodic(cron="35 2 * * *")
@app.task(name="participation.keep_guests", queueing_lock="participation.keep_guests")
def keep_guests(timestamp: int) -> None:
    """Erase the people without an account of whom there is nothing any more."""
    erase_old_guests()
