"""When a message that was refused for now is tried again, and when it has failed."""

from datetime import timedelta

from django.utils import timezone
from post_office.models import Email

from snippets.mail.delivery.answers import Answer
from snippets.mail.delivery.outcomes import settle
from snippets.mail.models import Delivery

# Minutes before each new attempt; after the last one the message has failed.
RETRY_MINUTES = (1, 5, 15, 60, 240, 720)


def plan_again(email: Email, answer: Answer, *, is_final: bool) -> None:
    """Plan another attempt of a message that is itself in the way, or fail."""
    attempts = email.number_of_retries or 0
    if is_final or attempts >= len(RETRY_MINUTES):
        settle(email, Delivery.FAILED, answer)
        return
    again = timezone.now() + timedelta(minutes=RETRY_MINUTES[attempts])
    settle(email, Delivery.REQUEUED, answer, attempts=attempts + 1, again=again)
