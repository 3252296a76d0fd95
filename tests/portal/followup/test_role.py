"""A role that escapes row-level security serves nothing in production."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.checks import run_checks
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
# As the role of DATABASE_URL, then as another.
ASK = """
import django, sys
django.setup()
from django.db import connection
connection.ensure_connection()
print("bound")
connection.close()
connection.settings_dict["USER"] = sys.argv[1]
connection.ensure_connection()
print("free")
"""


def start(role: str) -> subprocess.CompletedProcess[str]:
    """A process in production settings that asks for a connection, then for one of this role."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return subprocess.run(
        [sys.executable, "-c", ASK, role],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT}/site",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-" * 2,
            "ALLOWED_HOSTS": "declic.example",
            "EMAIL_URL": "smtp://localhost:25",
            "BASE_URL": "https://declic.example",
            "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_a_site_starts_as_a_role_that_is_bound_and_as_no_other():
    done = start(urlsplit(os.environ["BACKUP_DATABASE_URL"]).username)
    assert done.stdout.split() == ["bound"], done.stderr
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert "BYPASSRLS" in done.stderr


@pytest.mark.django_db
def test_the_check_of_the_database_asks_the_role(monkeypatch):
    assert run_checks(tags=["database"], databases=["default"]) == []
    monkeypatch.setattr("portal.followup.rows.role.escapes_the_locks", lambda _: True)
    assert [error.id for error in run_checks(tags=["database"], databases=["default"])] == [
        "followup.E001"
    ]
