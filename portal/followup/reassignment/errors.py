"""What may not be moved in number. Messages can be shown."""

from snippets.errors import DomainError


class ReassignmentError(DomainError):
    """Nothing is moved."""
