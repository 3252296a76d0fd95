"""What a session's people and an offer's have in common: `Participant`, with an account or not."""

from django.db.models import Case, F, Q, When

from portal.accounts.models import User
from portal.mailing.audiences.contract import Chosen
from portal.mailing.audiences.rows import by_key
from snippets.mail.kinds import MailValue

# Where a person is written to: an account is written to at its own address.
PARTICIPANT = Case(
    When(participant__user__isnull=False, then=F("participant__user__email")),
    default=F("participant__email"),
)


def reachable() -> Q:
    """Who still agrees, is not erased, has an address, and whose account, if any, is open.

    Somebody who is known by a phone number alone is not there: no message could be withheld.
    """
    is_open = Q(participant__user__is_active=True, participant__user__erased_at__isnull=True)
    is_guest = Q(participant__user__isnull=True) & ~Q(participant__email="")
    return Q(participant__erased_at__isnull=True, agreement__withdrawn_at__isnull=True) & (
        is_open | is_guest
    )


def values_of_people(people: list[Chosen]) -> dict[str, dict[str, MailValue]]:
    """The first name of each, by address, in one query: all who are written to have an account."""
    users = by_key(User, (person.user_id for person in people))
    return {
        person.address: {
            "first_name": users[person.user_id].first_name if person.user_id in users else ""
        }
        for person in people
    }
