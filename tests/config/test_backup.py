"""A backup that was never restored is not one."""

import gzip
import hashlib
import io
import json
import os
import re
import resource
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from config.backup import COUNTS, backup
from config.clients import BackupError
from config.restore import fit_program, restore
from tests.portal.followup.people_of_the_area import make_beneficiary

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
    """Row count and checksum of every table, the locked ones included."""
    role = urlsplit(os.environ["BACKUP_DATABASE_URL"])
    address = urlunsplit(role._replace(scheme="postgresql", path=urlsplit(url).path))
    with psycopg.connect(address) as database:
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


def manage(*arguments, folder, url=None, limit=None, first=""):
    """A command of `manage.py` on a database, with a `VAR_DIR` of its own."""
    source = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    code = f"{first}import sys; sys.argv[0] = 'manage.py'; import manage; manage.main()"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        env={
            **os.environ,
            "DATABASE_URL": url or source,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": f"{ROOT}:{ROOT}/site",
            "VAR_DIR": str(folder),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def refused(done, says):
    """The command failed with a sentence, and nothing of Python's."""
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


# Those that run as their owner, and that anybody may call.
_OPEN_FUNCTIONS = """
    SELECT count(*) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef
      AND (proacl IS NULL OR array_to_string(proacl, ' ') ~ '(^| )=')
"""
# What tarfile lacks before Python 3.11.4.
OLD_PYTHON = (
    "import tarfile; del tarfile.TarFile.extractall; vars(tarfile).pop('data_filter', None); "
)


def with_a_logo(folder):
    """A folder of media with one file."""
    media = folder / "site" / "media"
    (media / "images").mkdir(parents=True)
    (media / "images" / "logo.txt").write_text("contenu")
    return media


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = with_a_logo(tmp_path)
    return settings.MEDIA_ROOT


@pytest.fixture(scope="module")
def saved(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup of the suite's database and of one file, which no test changes."""
    folder = tmp_path_factory.mktemp("saved")
    with override_settings(MEDIA_ROOT=with_a_logo(folder)), django_db_blocker.unblock():
        return backup(folder / "copie.tar").file


@pytest.fixture
def archive(media, saved, tmp_path):
    """That backup, for the test to change."""
    return shutil.copy(saved, tmp_path / "copie.tar")


def rewritten(archive, change):
    """The same archive with members changed: `change` takes and gives their contents by name."""
    with tarfile.open(archive) as old:
        members = [(member, old.extractfile(member)) for member in old.getmembers()]
        contents = {member.name: part.read() for member, part in members if part}
    target = archive.with_name("changed.tar")
    with tarfile.open(target, "w") as new:
        for name, content in change(contents).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.django_db(transaction=True)
def test_restored_database_and_media_equal_the_saved_ones(
    tmp_path, media, empty_database, django_user_model
):
    folder = tmp_path / "autre"
    django_user_model.objects.create_user("eloise@declic.example", first_name="Éloïse")
    make_beneficiary(birth_name="Secret")
    archive = backup(tmp_path / "copie.tar").file
    (folder / "media" / "private").mkdir(parents=True)
    (folder / "media" / "private" / "ancien.txt").write_text("avant")
    done = manage("restore", str(archive), folder=folder, url=empty_database, first=OLD_PYTHON)
    assert done.returncode == 0, done.stderr
    source = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    saved, restored = fingerprints(source), fingerprints(empty_database)
    assert saved["accounts_user"][0] == saved["followup_beneficiary"][0] == 1
    assert saved["followup_beneficiaryevent"][0] == 1
    assert restored == saved
    assert (folder / "media" / "images" / "logo.txt").read_text() == "contenu"
    aside = re.search(r"sont dans (\S+)\u00a0:", done.stdout)[1]
    assert (Path(aside) / "private" / "ancien.txt").read_text() == "avant"
    assert not (folder / "media" / "private").exists()
    assert "migrate" not in done.stdout
    with psycopg.connect(empty_database.replace("postgres:", "postgresql:", 1)) as target:
        # As on the first day: the site's role is bound by the locks, and alone asks them.
        assert target.execute("SELECT count(*) FROM followup_beneficiary").fetchone() == (0,)
        assert target.execute(_OPEN_FUNCTIONS).fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["", "bound"])
def test_nothing_is_saved_nor_restored_by_a_role_that_the_locks_bind(
    archive, tmp_path, settings, role
):
    settings.BACKUP_DATABASE_URL = os.environ["DATABASE_URL"] if role else ""
    with pytest.raises(BackupError, match="sa sauvegarde serait vide"):
        backup(tmp_path / "vide.tar")
    assert not (tmp_path / "vide.tar").exists()
    with pytest.raises(BackupError, match="BACKUP_DATABASE_URL"):
        restore(archive)


@pytest.mark.django_db
def test_a_restore_that_lost_rows_is_told(archive, tmp_path, empty_database):
    def another_count(contents):
        counts = json.loads(contents[COUNTS])
        counts["followup_beneficiary"] += 1
        text = json.dumps(counts).encode()
        sums = contents["SHA256SUMS"].decode().splitlines(keepends=True)
        own = f"{hashlib.sha256(text).hexdigest()}  {COUNTS}\n"
        lines = [own if line.endswith(f"  {COUNTS}\n") else line for line in sums]
        return contents | {COUNTS: text, "SHA256SUMS": "".join(lines).encode()}

    changed = rewritten(archive, another_count)
    done = manage("restore", str(changed), folder=tmp_path / "autre", url=empty_database)
    refused(done, "followup_beneficiary")


@pytest.mark.django_db
def test_restore_that_fails_halfway_leaves_an_empty_database(archive, tmp_path, empty_database):
    folder = tmp_path / "autre"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "ancien.txt").write_text("avant")
    # What no look beforehand tells: the database has something else of that name.
    with psycopg.connect(empty_database.replace("postgres:", "postgresql:", 1)) as target:
        target.execute("CREATE TYPE procrastinate_job_status AS ENUM ('x')")
    failed = manage("restore", str(archive), folder=folder, url=empty_database)
    refused(failed, "Rien n’a été changé, la base est restée vide")
    assert "procrastinate_job_status" in failed.stderr
    assert fingerprints(empty_database) == {}
    assert [path.name for path in (folder / "media").rglob("*.*")] == ["ancien.txt"]


@pytest.mark.full
@pytest.mark.django_db
def test_only_a_filled_database_is_saved_and_only_an_empty_one_restored(
    archive, tmp_path, empty_database
):
    folder = tmp_path / "autre"
    nothing = manage("backup", f"--file={tmp_path / 'rien.tar'}", folder=folder, url=empty_database)
    refused(nothing, "rien à sauvegarder")
    assert not (tmp_path / "rien.tar").exists()
    refused(manage("restore", str(archive), folder=folder), "une base vide")


@pytest.mark.django_db
def test_restore_says_all_that_it_needs_before_it_begins(archive, media, monkeypatch):
    before = sorted(media.rglob("*"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(BackupError) as caught:
        restore(archive)
    assert "une base vide" in str(caught.value)
    assert "libres dans" in str(caught.value)
    assert sorted(media.rglob("*")) == before


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [0, 100, 5_000, 0.5, 0.9, "content"])
def test_cut_archive_is_told_and_changes_nothing(archive, media, kept):
    raw = archive.read_bytes()
    # "content": exactly between two members, without the end of a tar.
    size = len(raw.rstrip(b"\0")) // 512 * 512 + 512 if kept == "content" else kept
    archive.write_bytes(raw[: round(len(raw) * size) if isinstance(size, float) else size])
    with pytest.raises(BackupError, match=r"n’est pas une sauvegarde|abîmée ou incomplète"):
        restore(archive)
    assert [path.name for path in media.rglob("*.*")] == ["logo.txt"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["database.dump", "media/images/logo.txt"])
def test_changed_byte_is_told(archive, name):
    def damage(contents):
        content = contents[name]
        middle = len(content) // 2
        other = bytes([content[middle] ^ 1])
        return contents | {name: content[:middle] + other + content[middle + 1 :]}

    with pytest.raises(BackupError, match="abîmée ou incomplète"):
        restore(rewritten(archive, damage))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda _: {"notes.txt": b"bonjour"},
        lambda found: found | {"../evil.txt": b"x"},
        lambda found: found | {"/tmp/evil.txt": b"x"},
        lambda found: found | {"media/../../evil.txt": b"x"},
    ],
)
def test_archive_of_something_else_is_refused(archive, change):
    with pytest.raises(BackupError, match="n’est pas une sauvegarde de ce site"):
        restore(rewritten(archive, change))


@pytest.mark.parametrize("content", [b"bonjour", gzip.compress(b"bonjour", mtime=0), None])
def test_file_that_is_no_archive_is_refused(tmp_path, content):
    file = tmp_path / "copie.tar"
    if content:
        file.write_bytes(content)
    with pytest.raises(BackupError, match=r"n’est pas une sauvegarde|n’existe pas"):
        restore(file)
    with pytest.raises(BackupError, match="n’est pas une sauvegarde"):
        restore(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_backup_of_a_newer_site_or_server_is_refused_in_words(tmp_path, media, monkeypatch):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("accounts", "9999_of_tomorrow")
    try:
        newer = backup(tmp_path / "copie.tar").file
    finally:
        recorder.record_unapplied("accounts", "9999_of_tomorrow")
    with tarfile.open(newer) as opened:
        dump = tmp_path / "database.dump"
        dump.write_bytes(opened.extractfile("database.dump").read())
    with pytest.raises(BackupError, match=r"accounts\.9999_of_tomorrow"):
        fit_program(dump)
    monkeypatch.setattr(connection, "get_database_version", lambda: (9, 6))
    with pytest.raises(BackupError, match=r"un serveur PostgreSQL .* ou plus récent"):
        fit_program(dump)
    dump.write_bytes(dump.read_bytes()[:200])
    with pytest.raises(BackupError, match="abîmée ou incomplète"):
        fit_program(dump)


@pytest.mark.django_db
def test_failed_dump_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("config.backup.client", lambda _: "/bin/false")
    file = tmp_path / "copie.tar"
    with pytest.raises(BackupError, match="false a échoué"):
        backup(file)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_full_disk_is_told_and_leaves_no_file(tmp_path):
    media = tmp_path / "site" / "media"
    media.mkdir(parents=True)
    (media / "film.bin").write_bytes(bytes(24_000_000))
    kept = tmp_path / "sauvegardes"
    kept.mkdir()

    def limit():
        # The next best to a full disk: no file above this size.
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000_000, 20_000_000))

    done = manage("backup", f"--file={kept / 'copie.tar'}", folder=tmp_path / "site", limit=limit)
    refused(done, "Il n’y a plus de place dans")
    assert list(kept.iterdir()) == []


@pytest.mark.django_db
def test_backup_is_for_its_owner_alone_from_its_first_byte(tmp_path, media):
    kept = tmp_path / "sauvegardes"
    (media / "film.bin").write_bytes(bytes(20_000_000))
    seen, done = set(), threading.Event()

    def watch():
        while not done.is_set():
            for path in kept.glob(".*"):
                with suppress(FileNotFoundError):
                    seen.add(stat.S_IMODE(path.stat().st_mode))

    watcher = threading.Thread(target=watch)
    former = os.umask(0)
    watcher.start()
    try:
        file = backup(kept / "copie.tar").file
    finally:
        os.umask(former)
        done.set()
        watcher.join()
    assert seen == {0o600}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(kept.iterdir()) == [file]


@pytest.mark.django_db
def test_only_files_of_the_site_are_saved(tmp_path, media):
    (media / "lien").symlink_to("/etc/passwd")
    os.mkfifo(media / "tube")
    (media / ".declic-before-20270101").mkdir()
    (media / ".declic-before-20270101" / "ancien.txt").write_text("avant")
    saved = backup(tmp_path / "copie.tar")
    with tarfile.open(saved.file) as opened:
        names = opened.getnames()
    assert names == [
        "database.dump",
        "rows.json",
        "media",
        "media/images",
        "media/images/logo.txt",
        "SHA256SUMS",
    ]
    assert saved.files == 1
    with pytest.raises(BackupError, match="/proc/nulle-part"):
        backup(Path("/proc/nulle-part/copie.tar"))


@pytest.mark.parametrize("target", ["backup", "restore"])
def test_make_installs_nothing(tmp_path, target):
    """In production there is an environment without the mark of the development one."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    wanted = subprocess.run(
        ["make", "--dry-run", target, f"VENV={tmp_path}", "FILE=copie.tar"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"{tmp_path}/bin/python manage.py {target}" in wanted
    assert "pip" not in wanted
    assert "npm" not in wanted
