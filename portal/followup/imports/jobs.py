"""Jobs of imports. Each may be killed or run twice. They share one lock: one file at a time.

What queues one does it by the job's name: services do not import this module.
"""

from procrastinate.contrib.django import app

from portal.followup.imports import applying, housekeeping, reading, services, staging
from portal.followup.imports.faults import log_fault
from portal.followup.imports.models import ImportFile
from portal.followup.rows.scope import Scope, system_scope

State = ImportFile.State

STOPPED = (
    "L’application s’est arrêtée sur un défaut du site. Ce qui était écrit l’est entièrement, le "
    "reste attend\u00a0: recommencez, et prévenez la personne qui administre le site."
)


@app.task(name=services.READ)
def read_import(file_id: int) -> None:
    """Read a file into staging rows, and delete it."""
    reading.read_file(file_id=file_id)


@app.task(name=services.APPLY)
def apply_import(file_id: int, user_id: int, kinds: list[str] | None = None) -> None:
    """Apply what is in no doubt, then compare the files that wait with what is known now."""
    try:
        applying.apply_file(file_id=file_id, user_id=user_id, kinds=kinds)
    except Exception as error:  # noqa: BLE001 - its message may hold what the file says of somebody
        log_fault("could not be applied", file_id, error)
        with system_scope(Scope.IMPORT):
            ImportFile.objects.in_system_scope().filter(pk=file_id, state=State.APPLYING).update(
                state=State.READ, message=STOPPED
            )
    with system_scope(Scope.IMPORT):
        services.compare_others(ImportFile.objects.in_system_scope().get(pk=file_id))


@app.task(name=services.COMPARE)
def compare_import(file_id: int) -> None:
    """Compare a file that waits with what is known now: its preview stays true."""
    staging.compare_again(file_id=file_id)


@app.periodic(cron="40 3 * * *")
@app.task(name="followup.tidy_imports", queueing_lock="followup.tidy_imports")
def tidy_imports(timestamp: int) -> None:
    """Every night: delete files that nothing reads, and lines of a year ago (UNIX seconds)."""
    housekeeping.delete_orphan_files()
    housekeeping.forget_old_lines()
