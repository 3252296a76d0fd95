"""Writing the audit log."""

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import AuditEntry, User
from snippets.models import Organisation


def record(
    action: AuditEntry.Action,
    *,
    actor: Actor,
    subject: User | None = None,
    organisation: Organisation | None = None,
    level: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add a line, in the transaction of what it tells. `details` holds no personal data."""
    return AuditEntry.objects.create(
        action=action,
        actor=actor.user,
        actor_name=actor.name,
        subject=subject,
        subject_name=str(subject) if subject else "",
        organisation=organisation,
        level=level,
        reason=reason,
        details=details or {},
        address=actor.address,
    )
