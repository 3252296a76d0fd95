"""Use cases of imports: receive a file, apply or put aside what it asks for, undo, drop.

Rights are checked here, as the person: orientation officers decide everything, a unit manager the
lines of their own unit. What is written then is in the scope `import`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import Actor
from portal.followup.imports import applying, reading, undoing
from portal.followup.imports.compare import Difference, compare
from portal.followup.imports.errors import (
    ChoiceNeededError,
    FileError,
    ImportRefusedError,
    TotalsDifferError,
)
from portal.followup.imports.judging import Judged, context_of, is_as_shown, judge
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.staging import read_again
from portal.followup.imports.tables.reading import known_columns
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

# The names of the jobs, in `jobs.py`.
READ, APPLY, COMPARE = "followup.read_import", "followup.apply_import", "followup.compare_import"
# Bytes: 4,000 households are about 30 million.
MAX_BYTES = 100_000_000
Kind, State, FileState = ImportAction.Kind, ImportAction.State, ImportFile.State

NOT_ALLOWED = "Vous ne pouvez pas importer de fichier."
NOT_YOURS = "Cette ligne n’est pas de votre unité."
EMPTY = "Ce fichier est vide."
TOO_HEAVY = f"Ce fichier est trop lourd\u00a0: {MAX_BYTES // 1_000_000}\u00a0Mo au plus."
TO_COME = "Le jour de réception est à venir\u00a0: vérifiez-le."
NOT_READ = "Ce fichier n’est pas encore lu."
BEING_APPLIED = "Ce fichier est en train d’être appliqué\u00a0: attendez la fin."
NOTHING_SURE = "Rien n’est à appliquer sans regarder\u00a0: décidez ligne par ligne."
TOTALS = (
    "Le fichier annonce un autre nombre de foyers que celui qui a été lu, ou n’en annonce aucun. "
    "Vérifiez qu’il est entier, puis cochez la case."
)
WHO = "Dites qui c’est\u00a0: une des personnes connues, ou une nouvelle."
READ_AGAIN = (
    "Ce dossier a changé depuis l’aperçu\u00a0: la ligne a été relue. Vérifiez-la, puis "
    "appliquez-la de nouveau."
)
IN_DOUBT = (
    "On ne sait plus qui c’est\u00a0: quelqu’un porte le même nom. Le service orientation décidera."
)
APPLIED_ALREADY = "Cette ligne est appliquée\u00a0: annulez-la d’abord."
SOME_APPLIED = "Des lignes de ce fichier sont appliquées\u00a0: annulez-les d’abord."


@transaction.atomic
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
    default. A table whose columns are not known waits in the state MAPPING. Raises
    ImportRefusedError: no right, empty, too heavy, a day to come; TableError: no table.
    """
    if actor.user is None or not applying.may_decide_all(actor):
        raise ImportRefusedError(NOT_ALLOWED)
    today = timezone.localdate()
    if (received_on or today) > today:
        raise ImportRefusedError(TO_COME, field="received_on")
    if not upload_bytes.strip():
        raise FileError(EMPTY, field="file")
    if len(upload_bytes) > MAX_BYTES:
        raise FileError(TOO_HEAVY, field="file")
    with _in_scope(actor, is_locking=False):
        columns: dict[str, str] | None = {}
        if flow != ImportFile.Flow.MONTHLY:
            columns = known_columns(flow=flow, upload_bytes=upload_bytes, name=name)
        file = ImportFile.objects.create(
            flow=flow,
            state=FileState.MAPPING if columns is None else FileState.RECEIVED,
            name=_shown_name(name),
            sha256=hashlib.sha256(upload_bytes).hexdigest(),
            waiting_file=reading.keep(upload_bytes),
            received_on=received_on or today,
            mapping=columns or {},
            created_by=actor.user,
            author_name=actor.name[:200],
        )
        if columns is not None:
            queue_reading(file)
    return file


def queue_reading(file: ImportFile) -> None:
    """Queue the job that reads a file, in the transaction that is open."""
    app.configure_task(READ, allow_unknown=False, lock=applying.LOCK).defer(file_id=file.pk)


def waiting_bytes(file: ImportFile) -> bytes:
    """The raw file, while its columns are asked. Raises FileError once it is gone."""
    try:
        with storages["private"].open(file.waiting_file or "-") as handle:
            data: bytes = handle.read()
    except FileNotFoundError as error:
        raise FileError(reading.LOST) from error
    return data


def decide(
    *,
    action: ImportAction,
    actor: Actor,
    chosen: Beneficiary | None = None,
    is_another: bool = False,
) -> ImportAction:
    """Apply one action. Twice is once.

    When the action is in doubt about who it is, `chosen` is one of `candidates_of(action)`, or
    `is_another` says that it is somebody else: a new case. Raises ChoiceNeededError without either,
    ImportRefusedError when what is known changed since the preview: the line is judged again.
    """
    _check_right(action, actor)
    refusal: ImportRefusedError | None = None
    with _in_scope(actor):
        locked = _locked(action)
        if locked.state == State.APPLIED:
            return locked
        _check_file(locked.file)
        if locked.line is None:
            _mark(locked, State.APPLIED, actor)
            return locked
        one = judge(locked.file, [locked.line], lock=True)[0]
        if locked.kind == Kind.DECIDE or one.difference.kind == Kind.DECIDE:
            # It may be somebody of another unit: who it is, is said by who sees everybody.
            refusal = (
                _settle(one, chosen, is_another=is_another)
                if applying.may_decide_all(actor)
                else ImportRefusedError(IN_DOUBT)
            )
        elif not is_as_shown(one, locked):
            refusal = ImportRefusedError(READ_AGAIN)
        elif one.difference.is_error:
            refusal = ImportRefusedError(one.difference.problem)
        if refusal is None:
            applying.write_one(locked.file, one, locked, actor)
        else:
            read_again([one], is_noticed=True)
    if refusal is not None:
        raise refusal
    return locked


@transaction.atomic
def set_aside(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Put an action aside: nothing of its line is written. `wait_again` takes it up."""
    _check_right(action, actor)
    with _in_scope(actor):
        locked = _locked(action)
        if locked.state == State.APPLIED:
            raise ImportRefusedError(APPLIED_ALREADY)
        if locked.state != State.SET_ASIDE:
            _mark(locked, State.SET_ASIDE, actor)
    return locked


@transaction.atomic
def wait_again(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Take up again an action that was put aside or undone. Its line is judged again."""
    _check_right(action, actor)
    with _in_scope(actor):
        locked = _locked(action)
        if locked.state == State.APPLIED:
            raise ImportRefusedError(APPLIED_ALREADY)
        if locked.state != State.WAITING:
            locked.state, locked.decided_at, locked.decided_by_name = State.WAITING, None, ""
            locked.save(update_fields=["state", "decided_at", "decided_by_name"])
            if locked.line is not None:
                read_again(judge(locked.file, [locked.line]), is_noticed=False)
    return locked


@transaction.atomic
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
    if actor.user is None or not applying.may_import(actor):
        raise ImportRefusedError(NOT_ALLOWED)
    wanted: Any = None if kinds is None else list(kinds)
    with _in_scope(actor, is_locking=False):
        locked = _locked_file(file)
        if locked.state == FileState.APPLYING:
            raise ImportRefusedError(BEING_APPLIED)
        _check_file(locked)
        if locked.totals_differ and not knows_totals:
            raise TotalsDifferError(TOTALS)
        count = applying.lines_to_apply(locked, actor, wanted).count()
        if not count:
            raise ImportRefusedError(NOTHING_SURE)
        locked.state, locked.to_apply, locked.progress = FileState.APPLYING, count, 0
        locked.message = ""
        locked.save(update_fields=["state", "to_apply", "progress", "message"])
        job = app.configure_task(APPLY, allow_unknown=False, lock=applying.LOCK)
        job.defer(file_id=locked.pk, user_id=actor.user.pk, kinds=wanted)
    return locked


@transaction.atomic
def undo(*, action: ImportAction, actor: Actor) -> ImportAction:
    """Put back what one applied action wrote. Twice is once.

    Raises LivedOnError when more was made on it.
    """
    _check_right(action, actor)
    with _in_scope(actor):
        locked = _locked(action)
        if locked.state != State.APPLIED:
            return locked
        undoing.put_back(locked)
        _mark(locked, State.UNDONE, actor)
        if locked.line is not None:
            line = ImportLine.objects.in_system_scope().get(pk=locked.line_id)
            line.applied_at = None
            line.save(update_fields=["applied_at"])
    return locked


@transaction.atomic
def drop(*, file: ImportFile, actor: Actor) -> ImportFile:
    """Forget a file of which nothing was applied: its lines are deleted, it may be read again."""
    if actor.user is None or not applying.may_decide_all(actor):
        raise ImportRefusedError(NOT_ALLOWED)
    with _in_scope(actor):
        locked = _locked_file(file)
        if locked.state == FileState.DROPPED:
            return locked
        if locked.state == FileState.APPLYING:
            raise ImportRefusedError(BEING_APPLIED)
        written = ImportLine.objects.in_system_scope().filter(file=locked)
        if written.filter(applied_at__isnull=False).exists():
            raise ImportRefusedError(SOME_APPLIED)
        ImportAction.objects.in_system_scope().filter(file=locked).delete()
        written.delete()
        waiting, locked.waiting_file = locked.waiting_file, ""
        locked.state = FileState.DROPPED
        locked.save(update_fields=["state", "waiting_file"])
        if waiting:
            storages["private"].delete(waiting)
    return locked


def candidates_of(action: ImportAction) -> list[Beneficiary]:
    """Who it may be, as things are now. For screens: inside the person's scope."""
    if action.line is None or action.state == State.APPLIED:
        return []
    with system_scope(Scope.IMPORT):
        one = judge(action.file, [action.line])[0]
    return [known.beneficiary for known in one.found.candidates]


def compare_others(file: ImportFile) -> None:
    """Queue another comparison of the files that wait, after this one changed what is known."""
    others = ImportFile.objects.in_system_scope().filter(state=FileState.READ)
    for other in others.exclude(pk=file.pk).order_by("pk"):
        app.configure_task(COMPARE, allow_unknown=False, lock=applying.LOCK).defer(file_id=other.pk)


def _settle(
    one: Judged, chosen: Beneficiary | None, *, is_another: bool
) -> ImportRefusedError | None:
    """Say who a doubtful line is about; return why it cannot be."""
    found = one.found
    if one.difference.is_error:
        return ImportRefusedError(one.difference.problem)
    if found.doubt is None:
        return None
    picked = [known for known in found.candidates if chosen and known.beneficiary.pk == chosen.pk]
    if picked:
        found.match = picked[0]
    elif chosen is not None or (found.candidates and not is_another):
        return ChoiceNeededError(WHO)
    found.doubt, found.candidates = None, ()
    context = context_of(one.line.file, [one.said])
    if context.is_contacts and found.match is None:
        return ImportRefusedError("Des coordonnées seules n’ouvrent pas de dossier.")
    one.difference = _sure(compare(one.said, found, context))
    return None


def _sure(difference: Difference) -> Difference:
    return replace(difference, is_sure=True)


def _check_right(action: ImportAction, actor: Actor) -> None:
    """Raises ImportRefusedError for a line that is not theirs."""
    if actor.user is None:
        return
    if not ImportAction.objects.visible_to(actor.user).filter(pk=action.pk).exists():
        raise ImportRefusedError(NOT_YOURS)


def _check_file(file: ImportFile) -> None:
    if file.state not in {FileState.READ, FileState.APPLYING, FileState.APPLIED}:
        raise ImportRefusedError(NOT_READ)


@contextmanager
def _in_scope(actor: Actor, *, is_locking: bool = True) -> Iterator[None]:
    """The scope `import`; with the lock of imports, for what reads or writes people."""
    with system_scope(Scope.IMPORT, actor=actor):
        if is_locking:
            locks.take(applying.LOCK)
        yield


def _locked(action: ImportAction) -> ImportAction:
    rows = ImportAction.objects.in_system_scope().select_for_update(of=("self",))
    return rows.select_related("file", "line").get(pk=action.pk)


def _locked_file(file: ImportFile) -> ImportFile:
    return ImportFile.objects.in_system_scope().select_for_update().get(pk=file.pk)


def _mark(action: ImportAction, state: str, actor: Actor) -> None:
    action.state, action.decided_at = state, timezone.now()
    action.decided_by_name = actor.name[:200]
    action.save(update_fields=["state", "decided_at", "decided_by_name"])


def _shown_name(name: str) -> str:
    shown = " ".join(name.replace("\x00", "").split())
    return shown[:200] or "Fichier sans nom"
