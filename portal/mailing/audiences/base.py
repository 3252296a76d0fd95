"""What every public does the same way: its category, and whom its variables are read for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.mailing.audiences.contract import Chosen, Rule
from portal.mailing.audiences.exclusions import first_rows
from portal.mailing.models import Campaign, CampaignRecipient
from snippets.addresses import normal_address
from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailValue, Variable


class BaseAudience:
    """One public, as in `contract.Audience`."""

    label: str
    keys: tuple[str, ...]
    variables: Mapping[str, Variable]
    category: MailCategory

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        raise NotImplementedError

    def values(self, campaign: Campaign, addresses: list[str]) -> dict[str, dict[str, MailValue]]:
        people = self.people(campaign, addresses)
        return self.values_of(campaign, people) if people else {}

    def values_of(
        self, campaign: Campaign, people: list[Chosen]
    ) -> dict[str, dict[str, MailValue]]:
        """The variables of these recipients, by address."""
        raise NotImplementedError

    def people(self, campaign: Campaign, addresses: list[str]) -> list[Chosen]:
        """The recipients at these addresses: of the list once it is frozen, else of the rule.

        One per address; of several rows the one that the list would keep.
        """
        wanted = list(dict.fromkeys(normal_address(address) for address in addresses))
        if campaign.frozen_at is not None:
            listed = CampaignRecipient.objects.filter(campaign=campaign, address__in=wanted)
            fields = ("address", "user_id", "organisation_id", "origin", "since", "reason")
            return [Chosen(*row) for row in listed.order_by().values_list(*fields)]
        return first_rows(self.rule(campaign.criteria, now=timezone.now()), wanted)
