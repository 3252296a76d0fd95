"""On whose behalf the database answers: the setting that row-level security reads.

A scope lasts as long as its transaction, and the previous one comes back when it is left: tests and
services nest them. What runs later (callbacks of a commit, streamed answers, lazy querysets) runs
outside and sees nothing.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from portal.accounts.actors import Actor

logger = logging.getLogger(__name__)


class Scope(StrEnum):
    """Why the site itself reads or writes rows of the area: one scope, one use.

    `docs/followup.md` says who opens each; a test compares. The database knows them by
    `DeclareScopes` of a migration: a scope that it does not know opens nothing.
    """

    OPEN_CASE = "open_case"
    IDENTITY = "identity"
    TRANSFER = "transfer"
    REQUEST = "request"
    SEEN = "seen"
    MERGE = "merge"
    RETENTION = "retention"
    IMPORT = "import"
    BOOKING = "booking"
    HOURS = "hours"
    CALENDAR = "calendar"
    EXCHANGE = "exchange"
    SENDING = "sending"
    DIARY = "diary"
    OWN_FILE = "own_file"
    OWN_SUMMARY = "own_summary"
    OWN_WORDS = "own_words"
    OWN_FILE_END = "own_file_end"
    DECLARE_HOURS = "declare_hours"
    REMINDERS = "reminders"
    DELIVERY = "delivery"
    BOARD = "board"
    ERASURE = "erasure"
    INDICATORS = "indicators"
    CLOCKS = "clocks"
    ACCESS = "access"
    ABSENCES = "absences"
    EMERGENCY = "emergency"
    ACCESS_LOG = "access_log"
    ACCESS_LOG_PURGE = "access_log_purge"
    BLIND_SEARCH = "blind_search"
    HOUSEHOLD = "household"
    DRAFTS = "drafts"
    FILES = "files"
    CONFIGURATION = "configuration"
    LINK = "link"
    SUGGESTIONS = "suggestions"
    REFERENCES = "references"
    PLACES = "places"
    EXPORT = "export"
    DEMO = "demo"
    MIGRATION = "migration"
    TEST = "test"


# They look and write nothing, whatever their code comes to do: the database refuses it.
READING = frozenset(
    {
        Scope.BLIND_SEARCH,
        Scope.HOUSEHOLD,
        Scope.DIARY,
        Scope.CLOCKS,
        Scope.FILES,
        Scope.OWN_FILE,
        Scope.OWN_SUMMARY,
        Scope.REFERENCES,
        Scope.INDICATORS,
        Scope.EXCHANGE,
    }
)


# A line of the log that cannot be written takes back all the rest: no savepoint to come back to.
_WITHOUT_SAVEPOINT = READING | {Scope.ACCESS_LOG}

_SET = """
    SELECT set_config('app.user_id', %s, true), set_config('app.scope', %s, true),
           set_config('pghistory.context_metadata', %s, true)
"""

_state: ContextVar[tuple[str, str, str]] = ContextVar("followup_scope", default=("", "", ""))


@contextmanager
def acting_as(user: Any, *, address: str = "") -> Iterator[None]:
    """Read and write as this person, in one transaction; nobody when signed out."""
    metadata = {"user": user.pk, "name": str(user), "address": address} if user.pk else {}
    with _entered(str(user.pk or ""), "", json.dumps(metadata)):
        yield


@contextmanager
def system_scope(scope: Scope, *, actor: Actor | None = None) -> Iterator[None]:
    """Let one service of the site see what nobody in particular may; each entry is logged.

    History keeps who made the service act. Inside a person's scope, `app.user_id` stays theirs.
    """
    user_id, _, metadata = _state.get()
    if actor is not None:
        said = {"user": actor.user.pk if actor.user else None, "name": actor.name}
        metadata = json.dumps(said | {"address": actor.address})
    logger.info("followup scope %s", scope.value)
    with _entered(user_id, scope.value, metadata, has_savepoint=scope not in _WITHOUT_SAVEPOINT):
        yield


def current_scope() -> Scope | None:
    """The system scope that is open, or None."""
    name = _state.get()[1]
    return Scope(name) if name else None


@contextmanager
def _entered(*state: str, has_savepoint: bool = True) -> Iterator[None]:
    """In a savepoint of its own; without one, in the transaction that is there, if any."""
    before = _state.get()
    is_nested = connection.in_atomic_block
    with nullcontext() if is_nested and not has_savepoint else transaction.atomic():
        _write(state)
        token = _state.set(state)  # type: ignore[arg-type]
        try:
            yield
        finally:
            _state.reset(token)
            # The end of the transaction takes the settings back by itself, aborted or not.
            if is_nested and not connection.needs_rollback and connection.in_atomic_block:
                _restore(before)


def _restore(state: tuple[str, ...]) -> None:
    """Only a nested scope has something to come back to; an error leaves it to the rollback."""
    with connection.cursor() as cursor:
        if connection.connection.info.transaction_status.name != "INERROR":
            cursor.execute(_SET, state)


def _write(state: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, state)
