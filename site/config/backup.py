"""Backup: the database in pg_dump's custom format and the media, in one tar file.

`config.restore` puts one back. What both ask of PostgreSQL's programs is in `config.clients`.
"""

import errno
import hashlib
import io
import json
import os
import stat
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.db import connection

from config.clients import BackupError, client, count_rows, in_words, reading_everything, run

DUMP = "database.dump"
MEDIA = "media"
# How many rows each table has: a restore counts again.
COUNTS = "rows.json"
# The last member: a checksum of each file before it, as `sha256sum` writes them.
SUMS = "SHA256SUMS"
# What a restore lays in the media's folder while it works, and what it puts aside.
OWN_PREFIX = ".declic-"


@dataclass(frozen=True)
class Saved:
    """A backup that was written: where, and how much of what is in it. Sizes in bytes."""

    file: Path
    tables: int
    files: int
    size: int


def default_file() -> Path:
    """`var/backups/declic-<UTC time>.tar`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Path(settings.VAR_DIR) / "backups" / f"declic-{stamp}.tar"


def backup(file: Path) -> Saved:
    """Write a backup to `file`, which appears only when it is whole, for its owner alone.

    Raises BackupError, and leaves nothing behind.
    """
    with in_words(file.parent):
        tables = len(connection.introspection.table_names())
        if not tables:
            message = (
                f"Il n’y a rien à sauvegarder\u00a0: la base «\u00a0{database_name()}\u00a0» est "
                "vide. Est-ce la bonne\u00a0? L’adresse est dans DATABASE_URL\u00a0; sans elle, "
                "c’est la base de développement de ce dossier."
            )
            raise BackupError(message)
        file.parent.mkdir(parents=True, exist_ok=True)
        with _hidden(file, "dump") as (dump, dumped), _hidden(file, "partial") as (partial, raw):
            counts = _dump(dumped)
            with tarfile.open(fileobj=raw, mode="w") as archive:
                sums = {DUMP: _add_file(archive, dump, DUMP)}
                # Its place is needed for the media.
                dump.unlink()
                sums |= _add_text(archive, COUNTS, json.dumps(counts, indent=1))
                sums |= _add_media(archive)
                _add_sums(archive, sums)
            raw.flush()
            os.fsync(raw.fileno())
            partial.replace(file)
        return Saved(file, tables, len(sums) - 2, file.stat().st_size)


def database_name() -> str:
    """The base and where it is, without its password."""
    database = connection.settings_dict
    return f"{database['NAME']} sur {database['HOST'] or 'cette machine'}"


class _hidden:  # noqa: N801 - used as a function
    """A file beside `target`, for its owner alone from its first byte, gone at the end."""

    def __init__(self, target: Path, suffix: str) -> None:
        number, path = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}-", suffix=f".{suffix}"
        )
        self.path, self.file = Path(path), os.fdopen(number, "wb")

    def __enter__(self) -> tuple[Path, BinaryIO]:
        return self.path, self.file

    def __exit__(self, *_: object) -> None:
        # What was not written yet may not fit either.
        with suppress(OSError):
            self.file.close()
        self.path.unlink(missing_ok=True)


def _dump(output: BinaryIO) -> dict[str, int]:
    """Write the database; return the rows of each table, counted in the same snapshot.

    Raises BackupError, and OSError for a full disk.
    """
    program = client("pg_dump")
    try:
        with reading_everything() as opened:
            counts = count_rows(opened)
            snapshot = opened.execute("SELECT pg_export_snapshot()").fetchone()
            run(
                program,
                "--format=custom",
                "--no-owner",
                f"--snapshot={snapshot[0] if snapshot else ''}",
                output=output,
            )
    except BackupError as error:
        if "No space left on device" in str(error):
            raise OSError(errno.ENOSPC, str(error)) from error
        raise
    return counts


def _add_media(archive: tarfile.TarFile) -> dict[str, str]:
    """Add the media; return their checksums. A file that is deleted meanwhile is left out."""
    root = Path(settings.MEDIA_ROOT)
    if root.is_dir():
        archive.add(root, MEDIA, recursive=False)
    sums = {}
    for path in _below(root):
        name = f"{MEDIA}/{path.relative_to(root)}"
        with suppress(FileNotFoundError):
            if path.is_file():
                sums[name] = _add_file(archive, path, name)
            else:
                archive.add(path, name, recursive=False)
    return sums


def _add_file(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one file; return its checksum."""
    with path.open("rb") as content:
        read = HashedReader(content)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=content), cast(BinaryIO, read))
    return read.digest.hexdigest()


def _add_sums(archive: tarfile.TarFile, sums: dict[str, str]) -> None:
    """Add the list of checksums."""
    lines = (f"{digest}  {name}\n" for name, digest in sums.items())
    _add_text(archive, SUMS, "".join(lines))


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> dict[str, str]:
    """Add a text; return its checksum by its name."""
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o600, int(time.time())
    archive.addfile(member, io.BytesIO(content))
    return {name: hashlib.sha256(content).hexdigest()}


class HashedReader:
    """A file whose checksum is known once it was read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self.content.read(size)
        self.digest.update(data)
        return data


def _below(root: Path) -> Iterator[Path]:
    """Folders and files of the media, in order: neither links nor what a restore left."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(OWN_PREFIX))
        for name in [*folders, *sorted(files)]:
            path = Path(folder) / name
            with suppress(FileNotFoundError):
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                    yield path
