"""What `/health/ready` looks at: database, migrations, worker, mail, texts of messages."""

from typing import Any

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from snippets.mail.delivery.outage import current_outage
from snippets.mail.edited_texts import unusable

WORKER_SILENCE_SECONDS = 90
MAIL_BACKLOG_MINUTES = 30


def readiness() -> dict[str, dict[str, Any]]:
    """Return `{check: {"ok": bool, …}}`; a database that does not answer fails every check."""
    try:
        return {
            "database": _database(),
            "migrations": _migrations(),
            "worker": _worker(),
            "mail": _mail(),
            "texts": _texts(),
        }
    except Error:
        return {"database": {"ok": False, "reason": "the database does not answer"}}


def _fetch_one(sql: str, parameters: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


def _database() -> dict[str, Any]:
    return {"ok": _fetch_one("SELECT 1") == 1}


def _migrations() -> dict[str, Any]:
    """Unapplied migrations; once all are applied, the answer is kept for the process's minute."""
    if cache.get("health.migrations"):
        return {"ok": True, "pending": 0}
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        cache.set("health.migrations", "applied", 60)
    return {"ok": pending == 0, "pending": pending}


def worker_silence() -> int | None:
    """Seconds since a worker last gave a sign of life; None when there was none."""
    seconds: int | None = _fetch_one(
        "SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers"
    )
    return seconds


def _worker() -> dict[str, Any]:
    seconds = worker_silence()
    return {
        "ok": seconds is not None and seconds <= WORKER_SILENCE_SECONDS,
        "silent_for_seconds": seconds,
    }


def _mail() -> dict[str, Any]:
    """Messages due for more than half an hour: a sign that mail does not leave."""
    late = _fetch_one(
        "SELECT count(*) FROM post_office_email WHERE status IN (2, 3)"
        " AND coalesce(scheduled_time, created) < now() - make_interval(mins => %s)",
        [MAIL_BACKLOG_MINUTES],
    )
    return {"ok": late == 0, "late": late, **_outage()}


def _texts() -> dict[str, Any]:
    """Texts of staff that cannot be sent: the original ones are, so that this alone is no 503."""
    return {"ok": True, "unusable": [template.key for template in unusable()]}


def _outage() -> dict[str, Any]:
    """Since when the mail server fails, and how. The site answers: this alone is no 503."""
    outage = current_outage()
    if outage is None:
        return {}
    return {"server_fails_since": outage.since.isoformat(), "server_says": str(outage)}
