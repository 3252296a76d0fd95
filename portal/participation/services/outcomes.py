"""What became of a person (a stand-in until the branch of outcomes is merged: theirs wins)."""

from typing import Any

from portal.participation.models import Outcome


def record_outcome(*, actor: Any, now: Any = None, **fields: Any) -> Outcome:
    """Add a fact."""
    return Outcome.objects.create(
        said_by=actor.user, said_by_name=actor.name, said_at=now, **fields
    )
