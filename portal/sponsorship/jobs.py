"""Jobs of sponsorship. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.sponsorship.commitments import jobs as commitments
from portal.sponsorship.pairing.services.deadlines import expire_proposals
from portal.sponsorship.pairing.telling import ask_whether_they_talked, tell_returned
from portal.sponsorship.pairs.services.alerts import suspend_kept_apart
from portal.sponsorship.pairs.services.contact import ask_pairs, return_silent
from portal.sponsorship.pairs.services.reminding import (
    nudge_silent,
    remind_of_meetings,
    tell_review_due,
)
from portal.sponsorship.pairs.services.reviews import ask_due_reviews
from portal.sponsorship.sponsors.services.late import tell_late

# The worker looks for jobs in this module alone.
__all__ = ["commitments"]


@app.periodic(cron="15 7 * * 1-5")
@app.task(name="sponsorship.tell_late", queueing_lock="sponsorship.tell_late")
def tell_late_contacts(timestamp: int) -> None:
    """On weekday mornings: who should have been called (`timestamp`: UNIX seconds)."""
    tell_late(timezone.now())


@app.periodic(cron="25 7 * * *")
@app.task(name="sponsorship.keep_deadlines", queueing_lock="sponsorship.keep_deadlines")
def keep_deadlines(timestamp: int) -> None:
    """In the morning: proposals past their day, pairs that have not talked (`timestamp`: UNIX)."""
    expire_proposals()
    ask_pairs(ask_whether_they_talked)
    if count := return_silent():
        tell_returned(count)


@app.periodic(cron="35 7 * * *")
@app.task(name="sponsorship.follow_pairs", queueing_lock="sponsorship.follow_pairs")
def follow_pairs(timestamp: int) -> None:
    """In the morning: who may not meet any more, tomorrow's meetings, reviews, silent pairs."""
    suspend_kept_apart()
    remind_of_meetings()
    ask_due_reviews(tell_review_due)
    nudge_silent()
