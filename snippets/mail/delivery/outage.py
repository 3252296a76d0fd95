"""When the mail server itself fails: said once, tried by one worker at a time, over by itself.

A row of the database says so to every worker. While it is there, messages wait as they were; one
of them is tried now and then, a different one each time, and the first answer ends the outage.
"""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from snippets.mail.delivery.answers import Answer
from snippets.mail.models import MailOutage

logger = logging.getLogger("declic.mail")

# Before each new try of the server; the last one is repeated.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (20, 60, 120, 300))


def current_outage() -> MailOutage | None:
    """The outage that goes on, if any."""
    return MailOutage.objects.first()


def take_try(outage: MailOutage) -> bool:
    """Take the right to try the server: one worker has it, once its time has come."""
    now = timezone.now()
    due = MailOutage.objects.filter(next_try_at=outage.next_try_at, next_try_at__lte=now)
    pause = PAUSES[min(outage.tries, len(PAUSES) - 1)]
    return bool(due.update(next_try_at=now + pause, tries=F("tries") + 1))


def begin_outage(answer: Answer) -> bool:
    """Note that the server fails; False when it was known. The one notice is written here."""
    now = timezone.now()
    _, is_new = MailOutage.objects.get_or_create(
        pk=MailOutage.ONLY,
        defaults={
            "since": now,
            "next_try_at": now + PAUSES[0],
            "tries": 1,
            "error": answer.error,
            "codes": answer.codes,
        },
    )
    if is_new:
        logger.error(
            "the mail server fails: %s %s; messages wait, it is tried again until it answers",
            answer.error,
            answer.codes,
        )
    return is_new


def end_outage() -> None:
    """Note that the server answers, once."""
    outage = current_outage()
    if outage is None:
        return
    ended, _ = MailOutage.objects.filter(pk=outage.pk, since=outage.since).delete()
    if ended:
        minutes = (timezone.now() - outage.since).total_seconds() / 60
        logger.warning("the mail server answers again after %.0f minutes", minutes)
