"""What services of sponsorship refuse. Messages can be shown."""

from snippets.errors import DomainError


class SponsorshipError(DomainError):
    """Nothing is done."""
