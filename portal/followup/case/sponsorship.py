"""The sponsorship of a person, for who follows them: while the person agrees that it be known.

It is on the screen alone: a paper could not be taken back.
"""

from portal.followup.link.models import AccountLink
from portal.followup.people.models import Beneficiary
from portal.sponsorship.advisers.queries import ToldPair, told_pair


def sponsorship_of(case: Beneficiary) -> ToldPair | None:
    """Of the account that is linked to the case; nothing once the link is cut. One query."""
    links = AccountLink.unscoped.filter(beneficiary=case, cut_at__isnull=True, user__isnull=False)
    return told_pair(users=links.values("user"))
