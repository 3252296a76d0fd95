"""What a campaign refuses, in words that can be shown."""

from snippets.errors import DomainError


class CampaignError(DomainError):
    """This may not be done with this campaign now."""


class AudienceError(CampaignError):
    """A criterion that is empty, gone or wrong: it matches nobody, and says why."""
