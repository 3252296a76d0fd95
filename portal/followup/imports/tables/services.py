"""What somebody says of columns: kept for the next file with the same headings."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.imports.applying import may_decide_all
from portal.followup.imports.errors import ImportRefusedError
from portal.followup.imports.models import ColumnMapping, ImportFile
from portal.followup.imports.services import NOT_ALLOWED, queue_reading, waiting_bytes
from portal.followup.imports.tables.columns import Columns, check, remember
from portal.followup.imports.tables.files import Table, read_head
from portal.followup.rows.scope import Scope, system_scope

_READ = "Ce fichier n’attend plus qu’on lui dise ses colonnes."


def head_of(file: ImportFile) -> Table:
    """The headings of a file that waits, and its first lines. Raises TableError."""
    return read_head(waiting_bytes(file), name=file.name)


@transaction.atomic
def say_columns(*, file: ImportFile, columns: Columns, actor: Actor) -> ImportFile:
    """Remember what the columns hold, and queue the reading. Twice is once.

    Raises ColumnsError when they do not say who is who, TableError, ImportRefusedError.
    """
    _check_right(actor)
    with system_scope(Scope.IMPORT, actor=actor):
        locked = ImportFile.objects.in_system_scope().select_for_update().get(pk=file.pk)
        if locked.state != ImportFile.State.MAPPING:
            raise ImportRefusedError(_READ)
        remember(locked.flow, head_of(locked).headings, columns)
        locked.mapping = dict(columns)
        locked.state = ImportFile.State.RECEIVED
        locked.save(update_fields=["mapping", "state"])
        queue_reading(locked)
    return locked


@transaction.atomic
def correct_columns(*, mapping: ColumnMapping, columns: Columns, actor: Actor) -> None:
    """Say otherwise what columns hold: counts for the files to come. Raises ColumnsError."""
    _check_right(actor)
    check(mapping.flow, columns)
    with system_scope(Scope.IMPORT, actor=actor):
        ColumnMapping.objects.in_system_scope().filter(pk=mapping.pk).update(columns=dict(columns))


@transaction.atomic
def forget_columns(*, mapping: ColumnMapping, actor: Actor) -> None:
    """Ask again, at the next file with these headings. Twice is once."""
    _check_right(actor)
    with system_scope(Scope.IMPORT, actor=actor):
        ColumnMapping.objects.in_system_scope().filter(pk=mapping.pk).delete()


def _check_right(actor: Actor) -> None:
    if actor.user is None or not may_decide_all(actor):
        raise ImportRefusedError(NOT_ALLOWED)
