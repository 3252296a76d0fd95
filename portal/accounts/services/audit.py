"""Writing the audit log, and what alone may rewrite history."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from portal.accounts.actors import Actor
from portal.accounts.models import AuditEntry, User
from snippets.models import Organisation

# Until the transaction ends: the triggers of rows that only grow read it.
_MAINTENANCE = "SELECT set_config('declic.audit_maintenance', %s, true)"


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


@contextmanager
def rewriting_history() -> Iterator[None]:
    """Let rows that only grow be redacted, moved or deleted, in this transaction and block alone.

    The erasure of a person, a guest who joins an account and the purge of old lines do it: the
    triggers refuse anybody else. What fails in the block undoes the transaction, and this with it.
    """
    _let_rewrite("on")
    yield
    _let_rewrite("off")


def _let_rewrite(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAINTENANCE, [value])
