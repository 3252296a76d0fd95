"""What became of each row of a list: read from the messages themselves, never counted apart.

Every row has one outcome at every moment, so that the parts sum to the frozen list. A row that is
erased leaves its outcome on the campaign (`kept_counts`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from post_office.models import RecipientDeliveryStatus

from portal.mailing.models import Campaign, CampaignRecipient, Outcome, Withheld
from snippets.mail.models import Delivery

_CAME_BACK = (
    RecipientDeliveryStatus.HARD_BOUNCED,
    RecipientDeliveryStatus.SOFT_BOUNCED,
    RecipientDeliveryStatus.UNDETERMINED_BOUNCED,
)
_BY_ENGINE = Q(dispatch__email__status=Delivery.WITHHELD)
_STATUS = "dispatch__email__status"
OUTCOME = Case(
    When(~Q(withheld=""), then=Value(Outcome.WITHHELD.value)),
    When(~Q(kept_outcome=""), then=F("kept_outcome")),
    When(_BY_ENGINE, then=Value(Outcome.WITHHELD.value)),
    When(
        Q(dispatch__email__recipient_delivery_status__in=_CAME_BACK, **{_STATUS: Delivery.SENT}),
        then=Value(Outcome.BOUNCED.value),
    ),
    When(**{_STATUS: Delivery.SENT}, then=Value(Outcome.SENT.value)),
    When(**{_STATUS: Delivery.FAILED}, then=Value(Outcome.FAILED.value)),
    When(**{_STATUS: Delivery.UNCERTAIN}, then=Value(Outcome.UNCERTAIN.value)),
    # Not queued, queued, held, in a worker's hand, or handed over and not answered yet.
    default=Value(Outcome.WAITING.value),
    output_field=CharField(),
)
WHY_WITHHELD = Case(
    When(~Q(withheld=""), then=F("withheld")),
    When(Q(kept_outcome="") & _BY_ENGINE, then=F("dispatch__withheld")),
    default=Value(""),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many rows of a list are where. `reasons`: of those withheld, by `Withheld`."""

    total: int
    waiting: int
    sent: int
    withheld: int
    failed: int
    uncertain: int
    bounced: int
    reasons: Mapping[str, int]

    @property
    def parts(self) -> int:
        """The sum that is `total` at every moment."""
        return (
            self.waiting + self.sent + self.withheld + self.failed + self.uncertain + self.bounced
        )

    @property
    def answered(self) -> int:
        """The messages of which a server said what became of them."""
        return self.sent + self.undelivered

    @property
    def undelivered(self) -> int:
        """Those that a server refused, at once or afterwards."""
        return self.failed + self.bounced


def with_outcome(recipients: QuerySet[CampaignRecipient]) -> QuerySet[Any, Any]:
    """The rows with their `outcome` (`Outcome`) and `why_withheld` (`Withheld`, or nothing)."""
    return recipients.annotate(outcome=OUTCOME, why_withheld=WHY_WITHHELD)


def counts(campaign: Campaign) -> Ledger:
    """The ledger of a campaign; all zero before its list exists."""
    said: Counter[str] = Counter()
    rows = with_outcome(CampaignRecipient.objects.filter(campaign_id=campaign.pk)).order_by()
    # With what the campaign keeps, in one statement: a row that goes meanwhile is counted once.
    groups = rows.values_list("outcome", "why_withheld", "campaign__kept_counts").annotate(
        rows=Count("pk")
    )
    kept: Mapping[str, int] | None = None
    for outcome, why, kept, number in groups:  # noqa: B007 - the same in each line
        said[why or outcome] += number
    if kept is None:
        kept = Campaign.objects.values_list("kept_counts", flat=True).get(pk=campaign.pk)
    said.update(kept)
    reasons = {reason: said[reason] for reason in Withheld.values if said[reason]}
    return Ledger(
        total=campaign.frozen_count or 0,
        waiting=said[Outcome.WAITING],
        sent=said[Outcome.SENT],
        withheld=sum(reasons.values()) + said[Outcome.WITHHELD],
        failed=said[Outcome.FAILED],
        uncertain=said[Outcome.UNCERTAIN],
        bounced=said[Outcome.BOUNCED],
        reasons=reasons,
    )


def rows_of(campaign: Campaign) -> int:
    """How many rows the list has now, those that were erased included."""
    kept = Campaign.objects.values_list("kept_counts", flat=True).get(pk=campaign.pk)
    return campaign.recipients.count() + sum(kept.values())
