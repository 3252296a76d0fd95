"""Rights of members on their organisation's opportunities: by membership, never by page."""

from typing import Any

from portal.accounts.rules import can_draft_for, can_propose_for, can_submit_for
from portal.submissions.states import Action
from snippets.models import Organisation

# What writes asks for the kind; what makes the public read longer asks for a verified organisation.
_WRITES = frozenset({Action.EDIT, Action.DUPLICATE})
_SHOWS = frozenset({Action.SUBMIT, Action.PROLONG})


def can_act(user: Any, organisation: Organisation, kind: str, action: Action) -> bool:
    """Whether a person may do this to an opportunity of their organisation, in a state for it."""
    if action in _SHOWS:
        return can_submit_for(user, organisation, kind)
    if action in _WRITES:
        return can_draft_for(user, organisation, kind)
    return can_propose_for(user, organisation)
