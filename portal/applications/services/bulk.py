"""One answer to many applications: each by the rules of a single one.

One that refuses does not stop the others, and is named with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from portal.applications.replies import filled_for
from portal.applications.services.deciding import decide
from portal.applications.states import Role, may_go
from snippets import french
from snippets.errors import DomainError

# More would hold a request for too long.
MAX_AT_ONCE = 200
TOO_MANY = f"Répondez à {MAX_AT_ONCE}\u00a0candidatures au plus à la fois."
NOBODY = "Choisissez au moins une candidature."


@dataclass
class Result:
    """What became of each: `refused` has the person's name and why."""

    done: list[Application] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    # Those who have no address: nobody has written to them.
    to_call: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """« 3 réponses envoyées, 1 ne pouvait pas changer. »."""
        done = french.counted(len(self.done), "candidature changée", "candidatures changées")
        if not self.refused:
            return f"{done}."
        could_not = "ne pouvait pas" if len(self.refused) == 1 else "ne pouvaient pas"
        return f"{done}, {french.number(len(self.refused))}\u00a0{could_not}."


def split(
    applications: Sequence[Application], to: str
) -> tuple[list[Application], list[Application]]:
    """Those that may go there now, and those that may not."""
    able = [one for one in applications if may_go(one.status, to, Role.RECRUITER)]
    return able, [one for one in applications if one not in able]


def decide_many(
    *,
    applications: Sequence[Application],
    to: str,
    actor: Actor,
    refusal: str = "",
    subject: str = "",
    message: str = "",
    values: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> Result:
    """Answer all of them; `subject` and `message` have variables that each fills for its person.

    Raises ApplicationError for none at all, too many, or an answer that is none for anybody.
    """
    if not applications:
        raise ApplicationError(NOBODY)
    if len(applications) > MAX_AT_ONCE:
        raise ApplicationError(TOO_MANY)
    result = Result()
    with transaction.atomic():
        # In the order of their keys: two people who answer at once never wait crosswise.
        for application in sorted(applications, key=lambda one: one.pk):
            try:
                with transaction.atomic():
                    done = decide(
                        application=application,
                        to=to,
                        actor=actor,
                        refusal=refusal,
                        subject=filled_for(application, subject, values or {}),
                        message=filled_for(application, message, values or {}),
                        bulk=True,
                        now=now,
                    )
            except DomainError as error:
                if error.field is not None:
                    raise
                result.refused.append((application.participant.name, str(error)))
            else:
                result.done.append(done)
                if not done.participant.address:
                    result.to_call.append(done.participant.name)
    return result
