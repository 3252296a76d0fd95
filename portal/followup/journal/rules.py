"""Rights on notes: one predicate each."""

from typing import Any

from portal.accounts.capabilities import CONFIDENTIAL_NOTES, has_capability
from portal.followup.access import rules
from portal.followup.journal.models import JournalEntry
from portal.followup.people.models import Beneficiary


def may_write_confidential(user: Any, case: Beneficiary) -> bool:
    """Whether a person writes notes for their profession alone: those of the team do."""
    return has_capability(user, CONFIDENTIAL_NOTES) and rules.is_in_team(user, case)


def may_edit_note(user: Any, note: JournalEntry, case: Beneficiary) -> bool:
    """Whether a person changes a note that they read: its author, who writes in the case still."""
    return note.created_by_id == user.pk and rules.may_write_case(user, case)
