"""Files of each test in a folder of its own; a disk that is full."""

import py_compile
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.database import ROOT
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
    # The program that reads pictures would write it, cut, and not start any more.
    py_compile.compile(str(ROOT / "snippets" / "pictures" / "worker.py"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
