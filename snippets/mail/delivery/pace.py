"""The pace that a provider accepts, for all the workers together.

A row holds the moment at which the next message may leave (the "generic cell rate algorithm" of
ATM Forum, one number instead of a bucket). Bulk messages wait for it; the others may run ahead of
it by a minute's worth, so that a reset link does not wait behind a campaign.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from snippets.mail.models import SendingPace

AHEAD = timedelta(minutes=1)


def take_turn(*, bulk: bool) -> timedelta:
    """Take the right to send one message now: zero, else how long to wait (nothing was taken).

    To be called in a transaction, which holds the pace until its end.
    """
    if not settings.MAIL_PER_MINUTE:
        return timedelta(0)
    interval = timedelta(minutes=1) / settings.MAIL_PER_MINUTE
    pace = SendingPace.objects.select_for_update().get_or_create(pk=SendingPace.ONLY)[0]
    now = timezone.now()
    wait = pace.next_at - now - (timedelta(0) if bulk else AHEAD)
    if wait > timedelta(0):
        return wait
    pace.next_at = max(pace.next_at, now) + interval
    pace.save(update_fields=["next_at"])
    return timedelta(0)
