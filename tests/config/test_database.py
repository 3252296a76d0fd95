"""The embedded server's folder and the roles the application runs with."""

from pathlib import Path

import pytest
from django.db import connection

from config import database


def test_cluster_lives_in_the_project():
    assert database.cluster_folder(Path("/srv/declic")) == Path("/srv/declic/var/postgres")


def test_cluster_leaves_a_path_with_a_space_and_stays_distinct():
    first = database.cluster_folder(Path("/srv/mes projets/declic"))
    second = database.cluster_folder(Path("/srv/mes projets/declic-2"))
    assert " " not in str(first)
    assert first != second


def test_missing_embedded_server_says_what_to_do(monkeypatch, tmp_path):
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(database, "_embedded_package", missing)
    with pytest.raises(database.EmbeddedServerError, match="DATABASE_URL"):
        database.start_embedded_server(tmp_path / "postgres")


@pytest.mark.django_db
def test_application_role_is_no_superuser_and_needs_no_extension():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
        assert cursor.fetchall() == []
