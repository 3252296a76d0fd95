"""How long the audit log is kept, and the purge of what is older."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record, rewriting_history

# What somebody read or took away: the time to notice a misuse.
ACCESSES = timedelta(days=365)
# What somebody was allowed to do: as long as an act of theirs may be questioned.
RIGHTS = timedelta(days=5 * 365)

KEPT: Mapping[str, timedelta] = {
    **dict.fromkeys(AuditEntry.Action.values, RIGHTS),
    AuditEntry.Action.LOG_EXPORTED.value: ACCESSES,
    AuditEntry.Action.CANDIDATES_EXPORTED.value: ACCESSES,
    AuditEntry.Action.MAIL_JOURNAL_READ.value: ACCESSES,
    AuditEntry.Action.DATA_EXPORTED.value: ACCESSES,
    AuditEntry.Action.SESSIONS_ENDED.value: ACCESSES,
}


@transaction.atomic
def purge_audit_log(*, dry_run: bool = False) -> dict[str, int]:
    """Delete the lines that are too old; return how many of each action, deleted or to be.

    The trigger that keeps the log lets this transaction through, and no other.
    """
    now = timezone.now()
    counts: dict[str, int] = {}
    with rewriting_history():
        for action, kept in KEPT.items():
            old = AuditEntry.objects.filter(action=action, at__lt=now - kept)
            count = old.count() if dry_run else old.delete()[0]
            if count:
                counts[action] = count
    if counts and not dry_run:
        record(AuditEntry.Action.LOG_PURGED, actor=SITE, details=dict(counts))
    return counts
