"""What each public gives: its criteria, the addresses that they choose, and why.

A criterion that is empty, gone or wrong matches nobody: `rule` raises AudienceError, and no caller
reads that as "everybody". What restricts nothing is never an empty value: it is said, by "all".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from portal.mailing.models import Campaign
from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailValue, Variable

# The columns of `chosen`, in this order: those of a row of the frozen list. `reason` is the
# sentence that the person reads, `has_consent` whether the platform may write to them at all.
COLUMNS = ("address", "user_id", "organisation_id", "origin", "since", "reason", "has_consent")


@dataclass(frozen=True, slots=True)
class Rule:
    """Criteria that were read and hold: what they are in one sentence, and whom they choose."""

    sentence: str
    chosen: QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One address that a rule chose, and why."""

    address: str
    user_id: int | None
    organisation_id: int | None
    origin: str
    since: datetime | None
    reason: str


class Audience(Protocol):
    """One public."""

    label: str
    # The keys of its criteria: any other is refused, for it would be a restriction that is lost.
    keys: tuple[str, ...]
    # Of each recipient, besides those that every message has.
    variables: Mapping[str, Variable]
    # What its recipients stop receiving when they stop.
    category: MailCategory

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        """Whom these criteria choose: rows of `COLUMNS`, one per address and origin.

        Raises AudienceError, which names its field. Callers go through `registry.rule_of`, which
        makes one of what is raised otherwise.
        """

    def values(self, campaign: Campaign, addresses: list[str]) -> dict[str, dict[str, MailValue]]:
        """The variables of each of these recipients, by address, in a bounded number of queries.

        Of the frozen list once there is one, of whom the rule chooses before.
        """
