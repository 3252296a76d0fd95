"""At sending: who of the frozen list is not written to any more. The list only shrinks."""

from collections.abc import Sequence
from datetime import datetime

from portal.mailing.audiences.contract import Rule
from portal.mailing.audiences.exclusions import busy_among, rows_at
from portal.mailing.audiences.registry import rule_of
from portal.mailing.models import Campaign, CampaignRecipient, Withheld
from snippets.locks import take

_WEEK = "mailing.week"


def hold_the_week() -> None:
    """Let nobody else count the messages of the week, until the end of this transaction.

    Whoever counts and then queues, or lets go on, takes this before the row of any campaign: of two
    campaigns at once, the second finds what the first one queued.
    """
    take(_WEEK)


def no_longer_chosen(
    *,
    campaign: Campaign,
    addresses: Sequence[str],
    now: datetime,
    is_counted: bool = False,
    rule: Rule | None = None,
) -> dict[str, str]:
    """Why each of these addresses of the list must not be written to now; not those who may be.

    A row stays while the rule finds the same address by the same way (account, organisation,
    origin): the reason that its person reads stays true. What the mail engine withholds by itself
    (suppressed, declined, malformed) is not here. `is_counted`: these messages were counted in
    their week when they were queued, and are about to leave. `rule`: read a moment ago.

    Raises AudienceError for a rule that does not hold any more: it says nothing of anybody.
    """
    listed = CampaignRecipient.objects.filter(campaign=campaign, address__in=addresses)
    lines = listed.order_by().values_list(
        "address", "user_id", "organisation_id", "origin", "user__erased_at"
    )
    rule = rule or rule_of(source=campaign.source, criteria=campaign.criteria, now=now)
    found = rows_at(rule, addresses)
    consents: dict[tuple[object, ...], bool] = {}
    for row in found:
        way = (row["address"], row["user_id"], row["organisation_id"], row["origin"])
        consents[way] = consents.get(way, False) or row["has_consent"]
    busy = set() if is_counted else busy_among(addresses, campaign_id=campaign.pk, now=now)
    withheld: dict[str, str] = {}
    for address, user, organisation, origin, erased_at in lines:
        agreed = consents.get((address, user, organisation, origin))
        if erased_at is not None:
            withheld[address] = Withheld.ERASED
        elif agreed is None:
            withheld[address] = Withheld.NO_LONGER
        elif not agreed:
            withheld[address] = Withheld.NO_CONSENT
        elif address in busy:
            withheld[address] = Withheld.TOO_MANY
    return withheld
