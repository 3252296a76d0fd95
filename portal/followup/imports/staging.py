"""Staging rows of a file: its lines and the actions that they ask for, in constant memory."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from portal.followup.entitlements.models import OVER, Entitlement
from portal.followup.imports.judging import Judged, action_of, judge, line_of, record
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.said import SaidPerson
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

# One file at a time is applied, compared or undone: lines of two never cross.
LOCK = "followup.imports"
BATCH = 400
Kind, State = ImportAction.Kind, ImportAction.State
ABSENT = (
    "Cette personne n’est pas dans le fichier, alors que son droit était en cours au "
    "{day:%d/%m/%Y}. Rien ne change\u00a0: voyez avec l’organisme, ou avec elle."
)


def stage(file: ImportFile, people: Iterable[SaidPerson]) -> ImportFile:
    """Write what a file says as lines, judged, with their actions. In the scope `import`.

    The people of one household follow each other. Counts are written on the file.
    """
    for lines in _batches(file, people):
        judged = judge(file, lines)
        record(judged)
        ImportLine.objects.bulk_create(lines)
        ImportAction.objects.bulk_create(filter(None, map(action_of, judged)))
        file.found_errors += sum(line.verdict == ImportLine.Verdict.ERROR for line in lines)
        if file.flow != ImportFile.Flow.MONTHLY:
            file.found_total += len(lines)
    list_absent(file)
    file.save(update_fields=["found_total", "found_errors"])
    return file


def compare_again(*, file_id: int) -> int:
    """Judge anew the lines that wait, after something else was written; return how many changed.

    Some hundred lines at a time, each in a transaction: who decides a line does not wait long.
    """
    changed, after = 0, 0
    while (reached := _compare_batch(file_id, after)) is not None:
        after, count = reached
        changed += count
    with system_scope(Scope.IMPORT):
        locks.take(LOCK)
        file = ImportFile.objects.in_system_scope().select_for_update().get(pk=file_id)
        if file.state != ImportFile.State.READ:
            return changed
        ImportAction.objects.in_system_scope().filter(
            file=file, kind=Kind.ABSENT, state=State.WAITING
        ).delete()
        list_absent(file)
        lines = ImportLine.objects.in_system_scope().filter(file=file)
        file.found_errors = lines.filter(verdict=ImportLine.Verdict.ERROR).count()
        file.save(update_fields=["found_errors"])
    return changed


def _compare_batch(file_id: int, after: int) -> tuple[int, int] | None:
    """Judge the next lines anew; return the position reached and how many changed."""
    with system_scope(Scope.IMPORT):
        locks.take(LOCK)
        file = ImportFile.objects.in_system_scope().get(pk=file_id)
        waiting = ImportLine.objects.in_system_scope().filter(file=file, applied_at__isnull=True)
        lines = list(waiting.filter(position__gt=after)[:BATCH])
        if file.state != ImportFile.State.READ or not lines:
            return None
        last = lines[-1]
        lines += waiting.filter(position=last.position, rank__gt=last.rank)
        return last.position, read_again(judge(file, lines), is_noticed=False)


def read_again(judged: Sequence[Judged], *, is_noticed: bool) -> int:
    """Save what was judged anew. `is_noticed`: somebody saw the former preview, and looks again."""
    lines = record(judged)
    ImportLine.objects.in_system_scope().bulk_update(
        lines, ["verdict", "problem", "before", "after", "beneficiary"], batch_size=BATCH
    )
    rows = ImportAction.objects.in_system_scope().filter(line__in=[one.line for one in judged])
    known = {action.line_id: action for action in rows}
    made, renewed, gone = [], [], []
    for one in judged:
        action, wanted = known.get(one.line.pk), action_of(one)
        if wanted is not None:
            wanted.was_read_again = is_noticed
            wanted.is_sure = wanted.is_sure and not is_noticed
        if action is None:
            made.append(wanted)
        elif wanted is None:
            if action.state in {State.WAITING, State.SET_ASIDE}:
                gone.append(action.pk)
        elif action.state != State.APPLIED and _renew(action, wanted):
            renewed.append(action)
    ImportAction.objects.bulk_create([one for one in made if one is not None])
    ImportAction.objects.in_system_scope().bulk_update(renewed, _RENEWED, batch_size=BATCH)
    ImportAction.objects.in_system_scope().filter(pk__in=gone).delete()
    return len(lines)


_RENEWED = ("kind", "explanation", "is_sure", "candidates", "beneficiary_id", "was_read_again")


def _renew(action: ImportAction, wanted: ImportAction) -> bool:
    """Give an action what is true now; return whether it changed."""
    if all(getattr(action, one) == getattr(wanted, one) for one in _RENEWED):
        return False
    for one in _RENEWED:
        setattr(action, one, getattr(wanted, one))
    return True


def list_absent(file: ImportFile) -> None:
    """List those whom the newest monthly file of their organism does not hold. Nothing changes.

    A household in error and whoever a doubtful line may be about are not absent. Somebody whose
    absence was seen is not listed again.
    """
    if not file.is_monthly or not file.organism or _newer(file).exists():
        return
    lines = ImportLine.objects.in_system_scope().filter(file=file)
    rights = Entitlement.objects.in_system_scope().filter(beneficiary=OuterRef("pk"))
    newest = rights.order_by("-on")
    actions = ImportAction.objects.in_system_scope()
    seen = actions.filter(
        beneficiary=OuterRef("pk"),
        kind=Kind.ABSENT,
        state__in=[State.APPLIED, State.SET_ASIDE],
        file__reference_date__gt=OuterRef("known_at"),
    )
    candidates = {
        pk
        for pks in actions.filter(file=file, kind=Kind.DECIDE).values_list("candidates", flat=True)
        for pk in pks
    }
    unread = lines.filter(verdict=ImportLine.Verdict.ERROR).exclude(household_key="")
    people = (
        Beneficiary.objects.in_system_scope()
        .active()
        .filter(household__organism=file.organism, household__organism_number=file.organism_number)
        .annotate(
            known_at=Subquery(newest.values("on")[:1]),
            status=Subquery(newest.values("status")[:1]),
            key=Concat(
                F("household__organism"),
                Value(" "),
                F("household__organism_number"),
                Value(" "),
                F("household__matricule"),
            ),
        )
        .filter(known_at__lt=file.day)
        .exclude(status__in=[*OVER])
        .exclude(Q(pk__in=candidates) | Q(Exists(seen)))
        .exclude(pk__in=lines.filter(beneficiary__isnull=False).values("beneficiary"))
        .exclude(key__in=unread.values("household_key"))
    )
    ImportAction.objects.bulk_create(
        [
            ImportAction(
                file=file,
                beneficiary=one,
                kind=Kind.ABSENT,
                is_sure=False,
                explanation=ABSENT.format(day=one.known_at),
            )
            for one in people
        ],
        batch_size=BATCH,
    )


def _newer(file: ImportFile) -> QuerySet[ImportFile]:
    """Monthly files of the same organism that say what came after."""
    states = ImportFile.State
    files: QuerySet[ImportFile] = ImportFile.objects.in_system_scope()
    return files.filter(
        flow=ImportFile.Flow.MONTHLY,
        organism=file.organism,
        organism_number=file.organism_number,
        reference_date__gt=file.day,
        state__in=[states.READ, states.APPLYING, states.APPLIED],
    )


def _batches(file: ImportFile, people: Iterable[SaidPerson]) -> Iterator[list[ImportLine]]:
    """Lines, a few hundred at a time; a household is never cut."""
    lines: list[ImportLine] = []
    for _, household in groupby(people, key=lambda said: said.position):
        if len(lines) >= BATCH:
            yield lines
            lines = []
        lines.extend(line_of(file, said) for said in household)
    if lines:
        yield lines
