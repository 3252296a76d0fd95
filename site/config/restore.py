"""Restore: a backup into an empty database, and its media, whole or not at all.

Everything that can be known before is asked before. Then the media are laid out beside their
place, the database is filled in one transaction, and whatever fails puts back what was there, so
that the same command can be given again.
"""

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config.backup import COUNTS, DUMP, MEDIA, OWN_PREFIX, SUMS, HashedReader, database_name
from config.clients import BackupError, client, count_rows, in_words, reading_everything, run
from config.database import client_programs
from portal.followup.rows.functions import close_functions

_STAGING = f"{OWN_PREFIX}restore-"
# A tar ends with two blocks of zeros.
_END = 1024
_DUMPED_FROM = re.compile(rb"Dumped from database version: (\d+)")
_MIGRATION = re.compile(r"^\d+\t([^\t]+)\t([^\t]+)\t", re.MULTILINE)
_DAMAGED = (
    "est abîmée ou incomplète\u00a0: rien n’a été changé. Prenez une autre sauvegarde, "
    "ou copiez de nouveau celle-ci."
)


@dataclass(frozen=True)
class Restored:
    """What was done. `aside`: where the media of before are; `migrate`: whether it is to be run."""

    files: int
    aside: Path | None
    migrate: bool


def restore(file: Path) -> Restored:
    """Put `file` back. Raises BackupError, with nothing changed; it can then be tried again."""
    root = Path(settings.MEDIA_ROOT)
    with in_words(root), _opened(file) as archive:
        members = _checked(file, archive)
        wanted = sum(member.size for member in members)
        if needs := [*_of_database(), *_of_space(root, wanted)]:
            raise BackupError(_needed(needs))
        root.mkdir(parents=True, exist_ok=True)
        for left in root.glob(f"{_STAGING}*"):
            # Of a restore that was killed.
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(dir=root, prefix=_STAGING) as name:
            folder = Path(name)
            for member in members:
                _extract(archive, member, folder)
            dump = folder / DUMP
            pg_restore = fit_program(dump)
            with ExitStack() as undo:
                media = folder / MEDIA
                aside = _swap_in(media, root, undo) if media.is_dir() else None
                _fill(pg_restore, dump)
                _compare(_counts(folder))
                undo.pop_all()
        close_functions()
        executor = MigrationExecutor(connection)
        is_older = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        files = sum(member.isfile() and member.name.startswith(MEDIA) for member in members)
    return Restored(files, aside, is_older)


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """The archive. Raises BackupError for what is none."""
    try:
        archive = tarfile.open(file, "r:")  # noqa: SIM115 - closed below
    except FileNotFoundError as error:
        message = f"{file} n’existe pas."
        raise BackupError(message) from error
    except (tarfile.TarError, IsADirectoryError) as error:
        message = f"{file} n’est pas une sauvegarde de ce site."
        raise BackupError(message) from error
    with archive:
        yield archive


def _checked(file: Path, archive: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """The members of a whole archive of ours. Raises BackupError."""
    try:
        members = archive.getmembers()
        found = {m.name: _checksum(archive, m) for m in members if m.isfile()}
        is_whole = _sums(archive, members).items() <= found.items()
    except (tarfile.TarError, EOFError, ValueError) as error:
        message = f"{file} {_DAMAGED}"
        raise BackupError(message) from error
    if DUMP not in found:
        message = f"{file} n’est pas une sauvegarde de ce site\u00a0: elle ne contient pas de base."
        raise BackupError(message)
    with file.open("rb") as raw:
        raw.seek(-min(_END, file.stat().st_size), 2)
        # Cut between two files, it reads as if it were whole.
        is_whole = is_whole and not any(raw.read())
    if not is_whole:
        message = f"{file} {_DAMAGED}"
        raise BackupError(message)
    if strange := [member.name for member in members if not _is_ours(member)]:
        message = f"{file} n’est pas une sauvegarde de ce site\u00a0: elle contient {strange[0]}."
        raise BackupError(message)
    return members


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Whether it is the dump, or a plain file or folder of the media, and stays in its place."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        return False
    if path.parts[:1] == (MEDIA,):
        return member.isfile() or member.isdir()
    return member.name in (DUMP, COUNTS, SUMS) and member.isfile()


def _of_database() -> Iterator[str]:
    """What is wrong with the database that would be filled. Raises BackupError without its role."""
    with reading_everything():
        pass
    if connection.introspection.table_names():
        yield (
            f"une base vide\u00a0: «\u00a0{database_name()}\u00a0» a déjà des tables. Créez-en une "
            "neuve (createdb), et donnez son adresse dans DATABASE_URL\u00a0; pour celle de "
            "développement, arrêtez le site et supprimez var/postgres"
        )


def _of_space(root: Path, wanted: int) -> Iterator[str]:
    """Whether the media and the dump have room while they are put back."""
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < wanted:
        yield (
            f"{_megabytes(wanted)} libres dans {there}, qui en a {_megabytes(free)}\u00a0: "
            "libérez de la place"
        )


def fit_program(dump: Path) -> str:
    """A pg_restore that reads the dump.

    Raises BackupError when the server, the program or the site is older than the dump.
    """
    server = connection.get_database_version()[0]
    program, listed = _listed(dump, [client("pg_restore"), *client_programs("pg_restore", server)])
    source = int(found[1]) if (found := _DUMPED_FROM.search(listed)) else server
    if source > server:
        need = f"un serveur PostgreSQL {source} ou plus récent\u00a0: celui-ci est un {server}"
        raise BackupError(_needed([need]))
    held = _migrations(program, dump)
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    # A library may take old migrations of its own away; this site never does.
    ours = {app.label for app in apps.get_app_configs() if _is_of_this_site(Path(app.path))}
    if unknown := sorted(f"{app}.{name}" for app, name in held - known if app in ours):
        need = (
            "une version du site au moins aussi récente que la sauvegarde\u00a0: celle-ci ne "
            f"connaît pas {', '.join(unknown[:3])}"
        )
        raise BackupError(_needed([need]))
    return program


def _is_of_this_site(path: Path) -> bool:
    """Whether an app is of this project, and no package of its environment."""
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


def _listed(dump: Path, programs: list[str]) -> tuple[str, bytes]:
    """The first program that reads the dump, and what is in it. Raises BackupError."""
    for program in programs:
        try:
            return program, _output(program, "--list", str(dump))
        except BackupError as error:
            # A dump of a later version; another program may be of that one.
            if "unsupported version" not in str(error):
                message = f"La base que cette sauvegarde contient {_DAMAGED}"
                raise BackupError(message) from error
    raise BackupError(_needed(["pg_restore dans une version plus récente (postgresql-client)"]))


def _migrations(program: str, dump: Path) -> set[tuple[str, str]]:
    """The migrations that the saved database had. Raises BackupError."""
    try:
        table = _output(program, "--data-only", "--table=django_migrations", "--file=-", str(dump))
    except BackupError as error:
        message = f"La base que cette sauvegarde contient {_DAMAGED}"
        raise BackupError(message) from error
    return {(app, name) for app, name in _MIGRATION.findall(table.decode())}


def _fill(program: str, dump: Path) -> None:
    """Fill the database, or leave it empty. Raises BackupError."""
    connection.close()
    try:
        run(
            program,
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            # What is made belongs to the site's own role.
            f"--role={connection.settings_dict['USER']}",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        )
    except BackupError as error:
        message = f"{error}\nRien n’a été changé, la base est restée vide\u00a0: réessayez."
        raise BackupError(message) from error


def _counts(folder: Path) -> dict[str, int]:
    """The rows of each table when it was saved: unknown to archives of before."""
    file = folder / COUNTS
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _compare(saved: dict[str, int]) -> None:
    """Count again what was restored, the tables that are locked included. Raises BackupError."""
    with reading_everything() as opened:
        found = count_rows(opened)
    if wrong := sorted(name for name, rows in saved.items() if found.get(name) != rows):
        message = (
            "La base restaurée n’a pas les mêmes nombres de lignes que la base sauvegardée\u00a0: "
            f"{', '.join(wrong[:5])}. Supprimez-la, et restaurez une autre sauvegarde."
        )
        raise BackupError(message)


def _swap_in(source: Path, root: Path, undo: ExitStack) -> Path | None:
    """Put the media in their place, by names alone; return where those of before are, if any.

    The place itself stays: it may be a disk of its own, shared by several machines.
    """
    former = [path for path in root.iterdir() if not path.name.startswith(OWN_PREFIX)]
    aside = root / f"{OWN_PREFIX}before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    if former:
        aside.mkdir(mode=0o700)
        undo.callback(aside.rmdir)
    moves = [(path, aside / path.name) for path in former]
    moves += [(path, root / path.name) for path in source.iterdir()]
    for before, after in moves:
        before.rename(after)
        undo.callback(after.rename, before)
    return aside if former else None


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write a member below `folder`. `extractall` has no filter before Python 3.11.4."""
    path = folder / member.name
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(member.mode & 0o755 | 0o700)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is None:
        raise tarfile.ReadError(member.name)
    with content, path.open("xb") as written:
        shutil.copyfileobj(content, written)
    path.chmod(0o600 if member.name == DUMP else member.mode & 0o644 | 0o600)


def _checksum(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    """The checksum of a member. Raises tarfile.ReadError when it is cut."""
    content = archive.extractfile(member)
    if content is None:
        raise tarfile.ReadError(member.name)
    read = HashedReader(content)
    while read.read(1024 * 1024):
        pass
    return read.digest.hexdigest()


def _sums(archive: tarfile.TarFile, members: list[tarfile.TarInfo]) -> dict[str, str]:
    """The checksums that the archive holds: none in those of before. Raises ValueError."""
    member = next((member for member in members if member.name == SUMS), None)
    content = archive.extractfile(member) if member else None
    lines = content.read().decode().splitlines() if content else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _output(program: str, *arguments: str) -> bytes:
    """What a program writes."""
    return run(program, *arguments, output=subprocess.PIPE).stdout


def _needed(needs: list[str]) -> str:
    """What a restore asks for, before it begins."""
    lines = "\n".join(f"- {need}." for need in needs)
    return f"Rien n’a été changé. Pour restaurer cette sauvegarde, il faut\u00a0:\n{lines}"


def _megabytes(size: int) -> str:
    """A size in words."""
    return f"{max(1, round(size / 1_000_000))}\u00a0Mo"
