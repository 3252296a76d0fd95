"""Backup and restore: the database in pg_dump's custom format and the media, in one tar file."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.database import client_program

DUMP = "database.dump"
MEDIA = "media"


class BackupError(RuntimeError):
    """The backup or the restore did not complete; the message says why."""


def default_file() -> Path:
    """`var/backups/declic-<UTC time>.tar`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Path(settings.VAR_DIR) / "backups" / f"declic-{stamp}.tar"


def backup(file: Path) -> Path:
    """Write a backup to `file`, which appears only when it is whole. Raises BackupError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={dump}")
        partial = file.with_suffix(".partial")
        with tarfile.open(partial, "w") as archive:
            archive.add(dump, DUMP)
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, MEDIA)
        partial.chmod(0o600)
        partial.replace(file)
    return file


def restore(file: Path) -> None:
    """Restore `file` into an empty database and put the media back.

    Raises BackupError, before anything is changed, when the file is not a backup or when the
    database has tables.
    """
    if not file.is_file() or not tarfile.is_tarfile(file):
        message = f"{file} n’est pas une sauvegarde."
        raise BackupError(message)
    if connection.introspection.table_names():
        message = "La base n’est pas vide\u00a0: restaurez dans une base neuve."
        raise BackupError(message)
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file) as archive:
        if DUMP not in archive.getnames():
            message = f"{file} ne contient pas de base."
            raise BackupError(message)
        archive.extractall(folder, filter="data")
        connection.close()
        _run(
            "pg_restore",
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            str(Path(folder) / DUMP),
        )
        media = Path(folder) / MEDIA
        if media.exists():
            shutil.copytree(media, settings.MEDIA_ROOT, dirs_exist_ok=True)


def _program(name: str) -> str:
    found = client_program(name, connection.get_database_version()[0])
    if not found:
        message = f"{name} est introuvable\u00a0: installez les outils clients de PostgreSQL."
        raise BackupError(message)
    return found


def _run(program: str, *arguments: str) -> None:
    """Run a PostgreSQL client program on the site's database, its password in the environment."""
    database = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"] or 5432),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"] or ""),
        "PGDATABASE": str(database["NAME"]),
    }
    result = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [_program(program), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        message = f"{program} a échoué\u00a0: {result.stderr.strip()[:1000]}"
        raise BackupError(message)
