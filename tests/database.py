"""Pytest plugin: the database server is there before the settings are read.

Loaded by `-p tests.database`, so that the tests are started with `python -m pytest`. Without
DATABASE_URL, tests have a cluster of their own, which does not wait for the disk. Migrations are
run once into a template, which each process of each run copies. Where two servers are tested on,
the second takes its template from the first (`TEMPLATE_FROM`), which was migrated already, under a
name of its own (`TEMPLATE_KIND`): after a restore, PostgreSQL spells some locks and constraints
otherwise, and a test without a browser compares them.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

# Once `site` is on the path.
from config.database import client_program, ensure_database_url  # noqa: E402

URL = ensure_database_url(lasting=False)
_PREFIX = "declic_template_"
_APPS = ("snippets", "pages", "search", "portal", "site")


def migrated_template() -> str:
    """Name of a database that has every migration; made when a migration or a package changed."""
    migrated = f"{_PREFIX}{_fingerprint()}"
    name = f"{migrated}{os.environ.get('TEMPLATE_KIND', '')}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('declic.template'))")
        there = [row[0] for row in connection.execute("SELECT datname FROM pg_database")]
        if name in there:
            return name
        others = (other for other in there if other.startswith(_PREFIX))
        for old in (other for other in others if not other.startswith(migrated)):
            with suppress(psycopg.errors.ObjectInUse):
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        made = f"{_PREFIX}new"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(made)))
        if other := os.environ.get("TEMPLATE_FROM"):
            _take(_in_server(other, migrated), made)
        else:
            _migrate(made)
        # A name that is given last: a run that was stopped leaves no template that is half made.
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(made), sql.Identifier(name)
            )
        )
    return name


def _migrate(made: str) -> None:
    settings = {
        "DATABASE_URL": url_of(made),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "site"), str(ROOT))),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.migrating"],
        cwd=ROOT,
        env={**os.environ, **settings},
        check=True,
    )


def _take(source: str, made: str) -> None:
    """Copy a database of another server, no newer than this one: a tenth of migrating again.

    Its address is that of a role which reads every row.
    """
    with psycopg.connect(source) as connection:
        version = connection.info.server_version // 10_000
    dumped = _run("pg_dump", version, "--format=custom", "--compress=0", f"--dbname={source}")
    arguments = ("--exit-on-error", "--no-owner", f"--dbname={url_of(made)}")
    _run("pg_restore", version, *arguments, given=dumped)


def _run(name: str, version: int, *arguments: str, given: bytes | None = None) -> bytes:
    program = client_program(name, version)
    assert program, f"There is no {name} of PostgreSQL {version} or later."
    ran = subprocess.run([program, *arguments], input=given, stdout=subprocess.PIPE, check=True)
    return ran.stdout


def url_of(name: str) -> str:
    """The address of another database of the same server."""
    return _in_server(URL, name)


def _in_server(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    """What a migration may read: migrations, the data beside them, the versions of packages."""
    yield ROOT / "requirements" / "dev.txt"
    for app in _APPS:
        for kind in ("migrations/*.py", "data/*.json", "data/*.csv"):
            yield from sorted((ROOT / app).rglob(kind))
    yield ROOT / "snippets" / "schema_changes.py"
    # The locks of the closed area, which its migrations write in the database.
    for name in ("operations", "policies", "scope"):
        yield ROOT / "portal" / "followup" / "rows" / f"{name}.py"
