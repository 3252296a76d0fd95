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
ASK = """
import django
django.setup()
from django.db import connection
connection.ensure_connection()
"""


def start(variable: str) -> subprocess.CompletedProcess[str]:
    """A process in production settings that asks for a connection, as a role of the tests."""
    url = urlsplit(os.environ[variable])
    return subprocess.run(
        [sys.executable, "-c", ASK],
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
    bound, free = start("DATABASE_URL"), start("BACKUP_DATABASE_URL")
    assert bound.returncode == 0, bound.stderr
    assert free.returncode != 0
    assert "ImproperlyConfigured" in free.stderr
    assert "BYPASSRLS" in free.stderr


@pytest.mark.django_db
def test_the_check_of_the_database_asks_the_role(monkeypatch):
    assert run_checks(tags=["database"], databases=["default"]) == []
    monkeypatch.setattr("portal.followup.rows.role.escapes_the_locks", lambda _: True)
    assert [error.id for error in run_checks(tags=["database"], databases=["default"])] == [
        "followup.E001"
    ]
