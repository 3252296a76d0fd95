"""PostgreSQL's client programs, and what goes wrong around a backup, said in plain words."""

import errno
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import DatabaseError, connection

from config.database import client_program
from snippets.errors import DomainError


class BackupError(DomainError):
    """The backup or the restore did not complete."""


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn what the system and the database say into a BackupError; `folder` is written to."""
    try:
        yield
    except DatabaseError as error:
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
    """Run a program on the site's database, its password in the environment. Raises BackupError."""
    database = connection.settings_dict
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"] or ""),
        "PGDATABASE": str(database["NAME"]),
    }
    result = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, *arguments], env=environment, stdout=output, stderr=subprocess.PIPE, check=False
    )
    if result.returncode != 0:
        said = result.stderr.decode(errors="replace").strip()[:1000]
        message = f"{Path(program).name} a échoué\u00a0: {said}"
        raise BackupError(message)
    return result


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
