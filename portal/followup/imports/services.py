"""Use cases of imports: receive a file, apply or put aside what it asks for, undo, drop.

Rights are checked here, as the person: orientation officers decide everything, a unit manager the
lines of their own unit. What is written then is in the scope `import`.
"""

from collections.abc import Iterable
from datetime import date

from portal.accounts.actors import Actor
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.people.models import Beneficiary


def receive(
    *,
    upload_bytes: bytes,
    name: str,
    flow: str,
    received_on: date | None = None,
    actor: Actor,
) -> ImportFile:
    """Keep a file in private storage and queue its reading, in one transaction.

    `received_on`: the day on which the service received it, from which clocks start; today by
    default. A table whose columns are not known waits in the state MAPPING (`flow` other than
    monthly). Raises ImportRefusedError: no right, empty, too heavy, a day to come.
    """
    raise NotImplementedError


def decide(
    *,
    action: ImportAction,
    actor: Actor,
    chosen: Beneficiary | None = None,
    is_another: bool = False,
) -> ImportAction:
    """Apply one action. Twice is once.

    When the action is in doubt about who it is, `chosen` is one of `candidates_of(action)`, or
    `is_another` says that it is somebody else: a new case. Raises ChoiceNeededError without either.
    """
    raise NotImplementedError


def set_aside(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Put an action aside: nothing of its line is written. `wait_again` takes it up."""
    raise NotImplementedError


def wait_again(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Take up again an action that was put aside."""
    raise NotImplementedError


def apply_sure(
    *,
    file: ImportFile,
    actor: Actor,
    kinds: Iterable[str] | None = None,
    knows_totals: bool = False,
) -> ImportFile:
    """Queue the job that applies all that is in no doubt (of these kinds), and unchanged lines.

    The file shows its progress (`progress` of `to_apply`). Raises TotalsDifferError unless
    `knows_totals`, ImportRefusedError when it is not read yet or being applied.
    """
    raise NotImplementedError


def undo(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Put back what one applied action wrote. Raises LivedOnError when more was made on it."""
    raise NotImplementedError


def drop(*, file: ImportFile, actor: Actor) -> ImportFile:
    """Forget a file of which nothing was applied: its lines are deleted, it may be read again."""
    raise NotImplementedError


def candidates_of(action: ImportAction) -> list[Beneficiary]:
    """Who it may be, as things are now. For screens: inside the person's scope."""
    raise NotImplementedError
