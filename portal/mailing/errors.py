"""What a campaign refuses, in words that can be shown."""

from typing import Any

from snippets.errors import DomainError


class CampaignError(DomainError):
    """This may not be done with this campaign now."""


class AudienceError(CampaignError):
    """A criterion that is empty, gone or wrong: it matches nobody, and says why."""


class ChangedMeanwhileError(CampaignError):
    """A colleague acted on the campaign since it was read. `row` is as it is now."""

    def __init__(self, row: Any, what: str) -> None:
        super().__init__(f"{what} Relisez avant de continuer.")
        self.row = row
