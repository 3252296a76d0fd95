"""Apply lines of a file: many by a job, one by somebody who decides.

What is applied is judged again under locks: unless it is what the preview showed, nothing of the
line is written, and it waits for a look.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.capabilities import IMPORT_CASES, ORIENT, has_capability
from portal.accounts.models import User
from portal.followup.imports.judging import Judged, context_of, is_as_shown, judge, record
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.staging import LOCK, read_again
from portal.followup.imports.writing import Entry, Writer
from portal.followup.people.models import Professional
from portal.followup.retention.services.returning import came_back
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

BATCH = 250
Action, State = ImportAction, ImportAction.State


def apply_file(*, file_id: int, user_id: int, kinds: Sequence[str] | None = None) -> None:
    """Apply what is in no doubt, a few hundred lines at a time, each batch in one transaction.

    Killed at any moment and started again, it goes on with the lines that are not written.
    """
    actor = Actor(User.objects.get(pk=user_id))
    after = 0
    while (reached := _apply_batch(file_id, actor, kinds, after)) is not None:
        after = reached
    # Somebody whose right ended meanwhile leaves the rest to others.
    state = ImportFile.State.APPLIED if may_import(actor) else ImportFile.State.READ
    with system_scope(Scope.IMPORT, actor=actor):
        ImportFile.objects.in_system_scope().filter(
            pk=file_id, state=ImportFile.State.APPLYING
        ).update(state=state, applied_at=timezone.now())


def _apply_batch(file_id: int, actor: Actor, kinds: Sequence[str] | None, after: int) -> int | None:
    """Apply the next lines; return the position that was reached, None at the end."""
    with system_scope(Scope.IMPORT, actor=actor):
        locks.take(LOCK)
        file = ImportFile.objects.in_system_scope().select_for_update().get(pk=file_id)
        if file.state != ImportFile.State.APPLYING or not may_import(actor):
            return None
        lines = list(lines_to_apply(file, actor, kinds).filter(position__gt=after)[:BATCH])
        if not lines:
            return None
        last = lines[-1].position
        lines += lines_to_apply(file, actor, kinds).filter(position=last, rank__gt=lines[-1].rank)
        apply_lines(file, lines, actor)
        file.progress += len(lines)
        file.save(update_fields=["progress"])
        return last


def lines_to_apply(
    file: ImportFile, actor: Actor, kinds: Sequence[str] | None = None
) -> QuerySet[ImportLine]:
    """Lines in no doubt that are not written: those unchanged too, which leave their month.

    A unit manager applies those of the people of the unit. In the scope `import`.
    """
    sure = Action.objects.in_system_scope().filter(
        line=OuterRef("pk"), state=State.WAITING, is_sure=True
    )
    lines = ImportLine.objects.in_system_scope().filter(file=file, applied_at__isnull=True)
    if kinds is not None:
        sure = sure.filter(kind__in=kinds)
    lines = lines.filter(Q(verdict=ImportLine.Verdict.UNCHANGED) | Exists(sure))
    if not may_decide_all(actor):
        lines = lines.filter(beneficiary__unit__in=units_of(actor))
    return lines.order_by("position", "rank")


def apply_lines(file: ImportFile, lines: Sequence[ImportLine], actor: Actor) -> int:
    """Write lines that are as the preview shows them; the others wait for a look.

    Returns how many were written.
    """
    judged = judge(file, lines, lock=True)
    rows = Action.objects.in_system_scope().filter(
        line__in=lines, state__in=[State.WAITING, State.SET_ASIDE]
    )
    actions = {action.line_id: action for action in rows.select_for_update()}
    entries, stale = [], []
    for one in judged:
        action = actions.get(one.line.pk)
        if is_as_shown(one, action):
            entries.append(Entry(one, action))
        else:
            stale.append(one)
    Writer(file, context_of(file, [one.said for one in judged]), actor).write(entries)
    came_back(_people_of(entry.judged for entry in entries), actor=actor)
    read_again(stale, is_noticed=True)
    return len(entries)


def write_one(file: ImportFile, one: Judged, action: ImportAction, actor: Actor) -> None:
    """Write one line that somebody decided, whatever its preview was."""
    record([one])
    one.line.save(update_fields=["verdict", "problem", "before", "after", "beneficiary"])
    Writer(file, context_of(file, [one.said]), actor).write([Entry(one, action)])
    came_back(_people_of([one]), actor=actor)


def _people_of(judged: Iterable[Judged]) -> set[int]:
    """Whom these lines are about, once they are written."""
    return {one.line.beneficiary_id for one in judged if one.line.beneficiary_id is not None}


def may_decide_all(actor: Actor) -> bool:
    """Whether somebody decides every line, not those of their unit alone; the site does."""
    return actor.user is None or has_capability(actor.user, ORIENT)


def may_import(actor: Actor) -> bool:
    """Whether somebody decides lines at all."""
    return actor.user is None or has_capability(actor.user, IMPORT_CASES)


def units_of(actor: Actor) -> QuerySet[Professional, int]:
    """The unit that a manager decides for. In the scope `import`."""
    return (
        Professional.objects.in_system_scope()
        .filter(user=actor.user, left_on__isnull=True)
        .values_list("unit", flat=True)
    )
