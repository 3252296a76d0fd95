"""Who writes a row, as `Written` keeps it."""

from typing import Any

from portal.accounts.actors import Actor


def written_by(actor: Actor) -> dict[str, Any]:
    """The fields of `Written`."""
    return {"created_by": actor.user, "author_name": actor.name}
