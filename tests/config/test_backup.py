"""A backup that was never restored is not one."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from config import backup

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty_database():
    """An empty database beside the suite's, and its URL."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"{connection.settings_dict['NAME']}_restored"
    admin = urlunsplit(url._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(url._replace(path=f"/{name}"))
        # Not by force, which may not end an autovacuum worker; the plain way does.
        server.execute(f"DROP DATABASE {name}")


def fingerprints(url: str) -> dict[str, tuple[int, str]]:
    """Row count and checksum of every table."""
    with psycopg.connect(url.replace("postgres://", "postgresql://")) as database:
        tables = [
            row[0]
            for row in database.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
        ]
        found = {}
        for table in tables:
            row = database.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
                f' FROM "{table}" t'
            ).fetchone()
            found[table] = (row[0], row[1])
        return found


@pytest.mark.django_db(transaction=True)
def test_restored_database_and_media_equal_the_saved_ones(
    tmp_path, settings, empty_database, django_user_model
):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "image.txt").write_text("contenu")
    django_user_model.objects.create_user("eloise@declic.example", first_name="Éloïse")
    file = backup.backup(tmp_path / "copie.tar")

    restored_media = tmp_path / "autre"
    source = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    code = (
        "import sys; from django.conf import settings; from pathlib import Path;"
        "import django; django.setup(); settings.MEDIA_ROOT = Path(sys.argv[2]);"
        "from config import backup; backup.restore(Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(file), str(restored_media)],
        env={**os.environ, "DATABASE_URL": empty_database, "PYTHONPATH": f"{ROOT}:{ROOT}/site"},
        cwd=ROOT,
        check=True,
    )

    saved, restored = fingerprints(source), fingerprints(empty_database)
    assert saved["accounts_user"][0] == 1
    assert restored == saved
    assert (restored_media / "image.txt").read_text() == "contenu"


@pytest.mark.django_db
def test_restore_refuses_a_database_that_is_not_empty(tmp_path):
    file = tmp_path / "copie.tar"
    with pytest.raises(backup.BackupError, match="n’est pas une sauvegarde"):
        backup.restore(file)
    backup.backup(file)
    with pytest.raises(backup.BackupError, match="n’est pas vide"):
        backup.restore(file)


@pytest.mark.django_db
def test_failed_dump_leaves_no_file(tmp_path, monkeypatch, settings):
    monkeypatch.setitem(connection.settings_dict, "USER", "nobody_of_that_name")
    file = tmp_path / "copie.tar"
    with pytest.raises(backup.BackupError, match="pg_dump a échoué"):
        backup.backup(file)
    assert list(tmp_path.iterdir()) == []
