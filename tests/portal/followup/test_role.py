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
# As another role, then as that of DATABASE_URL.
ASK = """
import django, sys
django.setup()
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
role, connection.settings_dict["USER"] = connection.settings_dict["USER"], sys.argv[1]
try:
    connection.ensure_connection()
except ImproperlyConfigured as error:
    print(error)
connection.settings_dict["USER"] = role
connection.ensure_connection()
print("connected")
"""


def start(role: str) -> subprocess.CompletedProcess[str]:
    """A process in production settings that asks for a connection as this role, then as its own."""
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
    assert done.returncode == 0, done.stderr
    refused, connected = done.stdout.splitlines()
    assert "BYPASSRLS" in refused
    assert connected == "connected"


@pytest.mark.django_db
def test_the_check_of_the_database_asks_the_role(monkeypatch):
    assert run_checks(tags=["database"], databases=["default"]) == []
    monkeypatch.setattr("portal.followup.rows.role.escapes_the_locks", lambda _: True)
    assert [error.id for error in run_checks(tags=["database"], databases=["default"])] == [
        "followup.E001"
    ]
