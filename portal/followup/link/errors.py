"""Why a case and an account are not linked."""

from snippets.errors import DomainError


class LinkError(DomainError):
    """The link is not made, or not cut; the message says what to do."""
