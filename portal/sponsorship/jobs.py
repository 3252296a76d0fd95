"""Jobs of sponsorship. Each may be killed or run twice."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.sponsorship.sponsors.services.late import tell_late


@app.periodic(cron="15 7 * * 1-5")
@app.task(name="sponsorship.tell_late", queueing_lock="sponsorship.tell_late")
def tell_late_contacts(timestamp: int) -> None:
    """On weekday mornings: who should have been called (`timestamp`: UNIX seconds)."""
    tell_late(timezone.now())
