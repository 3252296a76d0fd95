"""Jobs of sessions. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.recruitment.services import (
    announcing,
    cancelling,
    following,
    offers,
    reminders,
    retention,
)


@app.periodic(cron="* * * * *")
@app.task(name="recruitment.tick", queueing_lock="recruitment.tick")
def tick(timestamp: int) -> None:
    """Close the offers that nobody answered, offer the places that are free."""
    offers.tick()


@app.periodic(cron="17 * * * *")
@app.task(name="recruitment.keep_lists", queueing_lock="recruitment.keep_lists")
def keep_lists(timestamp: int) -> None:
    """Open the lists that are missing; close what nobody proved; forget what is past its time."""
    now = timezone.now()
    following.follow_missing()
    cancelling.close_unconfirmed(now=now)
    cancelling.cancel_of_erased(now=now)
    retention.forget(now=now)


@app.periodic(cron="7 * * * *")
@app.task(name="recruitment.send_reminders", queueing_lock="recruitment.send_reminders")
def send_reminders(timestamp: int) -> None:
    """Remind of the sessions of tomorrow and of three days from now, by day."""
    reminders.send_reminders(now=timezone.now())


@app.task(name=announcing.TELL_JOB)
def tell_news(news_id: int) -> None:
    """Tell the people of a list that its session has another date, place, or is not held."""
    announcing.tell_news(news_id=news_id)


@app.task(name=announcing.DEPARTURE_JOB)
def cancel_departed(roster_id: int) -> None:
    """Cancel the session whose page left the site, unless it is back."""
    following.cancel_departed(roster_id=roster_id)
