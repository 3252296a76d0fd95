"""Files of each test in a folder of its own; a disk that is full."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def cms(client):
    client.force_login(UserFactory(superuser=True))
    return client


@contextmanager
def no_room(at: int = 200) -> Iterator[None]:
    """No file of this process grows beyond `at` bytes: the system says no, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
