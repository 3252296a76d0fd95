"""Fixtures of the reference data's tests."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def no_job_left(request: pytest.FixtureRequest) -> None:
    """Start without jobs: a flush leaves them, since procrastinate's models are not managed."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
