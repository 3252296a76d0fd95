"""Read a file that waits: the part of the job, which deletes the raw file whatever happens.

What is read is one transaction: killed at any moment and started again, it is read once, or said
to be read. A line of the log names nobody: an error of the database would.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import IO

from django.core.files.storage import storages
from django.db.models import Q
from django.utils import timezone

from portal.followup.imports.errors import FileError, ImportRefusedError
from portal.followup.imports.faults import log_fault
from portal.followup.imports.models import ImportFile
from portal.followup.imports.said import SaidPerson
from portal.followup.imports.staging import stage
from portal.followup.imports.tables import reading as tables
from portal.followup.imports.xml.people import other_organism
from portal.followup.imports.xml.reader import MonthlyFile
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks
from snippets.errors import DomainError

# Not the lock of what applies: who decides a line does not wait for a whole file.
LOCK = "followup.imports.reading"
FOLDER = "followup/imports"
State = ImportFile.State

LOST = "Ce fichier n’est plus là\u00a0: déposez-le de nouveau."
BROKEN = (
    "La lecture de ce fichier s’est arrêtée sur un défaut du site, et rien n’en a été gardé. "
    "Prévenez la personne qui administre le site, avec le nom du fichier et l’heure."
)


class KnownFileError(ImportRefusedError):
    """The file was read before: nothing changes."""


def read_file(*, file_id: int) -> None:
    """Read a file into staging rows, then delete it. Twice is once."""
    try:
        _read(file_id)
    except KnownFileError as error:
        _end(file_id, State.KNOWN, str(error))
    except DomainError as error:
        _end(file_id, State.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - its message may hold what the file says of somebody
        log_fault("could not be read", file_id, error)
        _end(file_id, State.FAILED, BROKEN)
    _forget(file_id)


def _read(file_id: int) -> None:
    with system_scope(Scope.IMPORT):
        locks.take(LOCK)
        file = ImportFile.objects.in_system_scope().select_for_update().get(pk=file_id)
        if file.state != State.RECEIVED:
            return
        try:
            handle = storages["private"].open(file.waiting_file)
        except FileNotFoundError as error:
            raise FileError(LOST) from error
        with handle:
            _check_twin(file)
            if file.flow == ImportFile.Flow.MONTHLY:
                stage(file, _monthly(file, handle))
            else:
                stage(file, _table(file, handle))
        file.state = State.READ
        file.save()


def _monthly(file: ImportFile, handle: IO[bytes]) -> Iterator[SaidPerson]:
    """The people of a monthly file. What the file is is known before its first line is written."""
    monthly, is_known = MonthlyFile(handle), False
    for people in monthly.households():
        home = people[0].household
        if not is_known and monthly.head is not None and home.organism:
            _identify(file, monthly, home.organism, home.organism_number)
            is_known = True
        if home.organism and (home.organism, home.organism_number) != (
            file.organism,
            file.organism_number,
        ):
            yield other_organism(people[0])
        else:
            yield from people
    if not is_known:
        _identify(file, monthly, "", "")
    file.found_total = monthly.count
    if monthly.totals is not None:
        file.declared_total = monthly.totals.sent
        file.declared_errors = monthly.totals.in_anomaly


def _identify(file: ImportFile, monthly: MonthlyFile, organism: str, number: str) -> None:
    if monthly.head is None:
        return
    file.organism, file.organism_number = organism, number
    file.flow_code = monthly.head.flow_code
    file.reference_date = monthly.head.reference_date
    if file.reference_date > file.received_on:
        message = (
            f"Ce fichier est au {file.reference_date:%d/%m/%Y}, après le jour où il aurait été "
            f"reçu ({file.received_on:%d/%m/%Y})\u00a0: vérifiez le jour de réception."
        )
        raise FileError(message)
    _check_twin(file)


def _table(file: ImportFile, handle: IO[bytes]) -> Iterator[SaidPerson]:
    read = tables.read(
        data=handle.read(), name=file.name, flow=file.flow, columns=dict(file.mapping)
    )
    file.message = read.message
    yield from read.people


def _check_twin(file: ImportFile) -> None:
    """Refuse a file that was read before, by what it is or by its very bytes."""
    same = Q(sha256=file.sha256, flow=file.flow)
    if file.reference_date is not None:
        same |= Q(
            flow=file.flow,
            organism=file.organism,
            organism_number=file.organism_number,
            flow_code=file.flow_code,
            reference_date=file.reference_date,
        )
    twins = ImportFile.objects.in_system_scope().filter(
        same, state__in=[State.READ, State.APPLYING, State.APPLIED]
    )
    twin = twins.exclude(pk=file.pk).order_by("pk").first()
    if twin is None:
        return
    day = f"{timezone.localtime(twin.created_at):%d/%m/%Y}"
    if twin.sha256 == file.sha256:
        message = (
            f"Ce fichier a déjà été lu le {day} («\u00a0{twin.name}\u00a0»)\u00a0: rien ne change."
        )
        raise KnownFileError(message)
    message = (
        f"Un fichier du même organisme, du même type et de la même date a déjà été lu le {day} "
        f"(«\u00a0{twin.name}\u00a0»), avec un autre contenu. Rien ne change\u00a0; si l’organisme "
        "l’a corrigé, abandonnez d’abord l’autre."
    )
    raise KnownFileError(message)


def _end(file_id: int, state: str, message: str) -> None:
    """Say how the reading ended. What was staged is undone already."""
    with system_scope(Scope.IMPORT):
        ImportFile.objects.in_system_scope().filter(pk=file_id, state=State.RECEIVED).update(
            state=state, message=message[:500]
        )


def _forget(file_id: int) -> None:
    """Delete the raw file, then say that it is gone: killed between the two, it is done again."""
    with system_scope(Scope.IMPORT):
        file = ImportFile.objects.in_system_scope().get(pk=file_id)
        if file.state in {State.RECEIVED, State.MAPPING} or not file.waiting_file:
            return
        storages["private"].delete(file.waiting_file)
        file.waiting_file = ""
        file.save(update_fields=["waiting_file"])


def keep(data: bytes) -> str:
    """Keep bytes in private storage until the job reads them; return where."""
    from uuid import uuid4

    return storages["private"].save(f"{FOLDER}/{uuid4().hex}.bin", BytesIO(data))
