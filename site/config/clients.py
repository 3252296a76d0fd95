"""PostgreSQL's client programs, and what goes wrong around a backup, said in plain words."""

import errno
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import dj_database_url
import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from psycopg import sql

from config.database import client_program
from snippets.errors import DomainError

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_BOUND = "SELECT NOT (rolbypassrls OR rolsuper) FROM pg_roles WHERE rolname = current_user"
_NEEDS_A_ROLE = (
    "Il faut un rôle qui lit toutes les lignes\u00a0: celui du site ne voit pas le suivi RSA, et "
    "sa sauvegarde serait vide. Créez-le une fois pour toutes, comme le dit docs/deployment.md, "
    "et donnez son adresse dans BACKUP_DATABASE_URL."
)


class BackupError(DomainError):
    """The backup or the restore did not complete."""


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn what the system and the database say into a BackupError; `folder` is written to."""
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        message = f"La base ne répond pas\u00a0: {str(error).strip()}"
        raise BackupError(message) from error
    except tarfile.TarError as error:
        message = f"L’archive ne se lit pas\u00a0: {error}."
        raise BackupError(message) from error
    except OSError as error:
        raise BackupError(_of_system(error, folder)) from error


def client(name: str) -> str:
    """Path of a program fit for the server. Raises BackupError."""
    version = connection.get_database_version()[0]
    found = client_program(name, version)
    if not found:
        message = (
            f"{name} est introuvable\u00a0: installez les outils clients de PostgreSQL, "
            f"version {version} ou plus récente (paquet postgresql-client)."
        )
        raise BackupError(message)
    return found


def run(
    program: str, *arguments: str, output: IO[bytes] | int = subprocess.DEVNULL
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on the site's database as the role of backups, its password in the environment.

    Raises BackupError.
    """
    role = _role_of_backups()
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "PGHOST": role["host"],
        "PGPORT": role["port"],
        "PGUSER": role["user"],
        "PGPASSWORD": role["password"],
        "PGDATABASE": role["dbname"],
    }
    result = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, *arguments], env=environment, stdout=output, stderr=subprocess.PIPE, check=False
    )
    if result.returncode != 0:
        said = result.stderr.decode(errors="replace").strip()[:1000]
        message = f"{Path(program).name} a échoué\u00a0: {said}"
        raise BackupError(message)
    return result


@contextmanager
def reading_everything() -> Iterator[psycopg.Connection]:
    """A connection to the site's database that row-level security does not bind.

    One snapshot for all that is read in it. Raises BackupError when the role is not such a one.
    """
    role: dict[str, Any] = dict(_role_of_backups())
    with psycopg.connect(**role) as opened:
        opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        is_bound = opened.execute(_BOUND).fetchone()
        if is_bound is None or is_bound[0]:
            raise BackupError(_NEEDS_A_ROLE)
        yield opened


def count_rows(opened: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for (name,) in opened.execute(_TABLES)]
    question = sql.SQL("SELECT count(*) FROM {}")
    found = {}
    for name in names:
        row = opened.execute(question.format(sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else 0
    return found


def _role_of_backups() -> dict[str, str]:
    """How the role of backups connects to the site's database. Raises BackupError without one."""
    if not settings.BACKUP_DATABASE_URL:
        raise BackupError(_NEEDS_A_ROLE)
    role = dj_database_url.parse(settings.BACKUP_DATABASE_URL)
    return {
        "host": str(role["HOST"]),
        "port": str(role["PORT"] or 5432),
        "user": str(role["USER"]),
        "password": str(role["PASSWORD"] or ""),
        # The base of the site, whatever that of the address is.
        "dbname": str(connection.settings_dict["NAME"]),
    }


def _of_system(error: OSError, folder: Path) -> str:
    """What to do about a disk or a right."""
    place = error.filename or folder
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"Il n’y a plus de place dans {folder}\u00a0: libérez-en, puis recommencez."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Ce compte n’a pas le droit d’écrire ou de lire {place}\u00a0: corrigez ce droit."
    if isinstance(error, FileNotFoundError):
        return f"{place} n’existe pas."
    return f"{place}\u00a0: {error.strerror or error}."
