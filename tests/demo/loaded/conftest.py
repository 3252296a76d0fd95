"""One load of the demo, shared by the tests of this folder."""

import pytest
from django.core.management import call_command

from demo import loader
from tests.states import undone

_loads: list[None] = []


@pytest.fixture(scope="package")
def made(django_db_setup, django_db_blocker):
    """What a first load made; everything is forgotten after the last test of this folder.

    One process runs all of them (`tests.scheduling`). Tests without the mark `django_db` run
    after all others: the demo would be loaded again.
    """
    assert not _loads, "a module of this folder has no `django_db` in its pytestmark"
    _loads.append(None)
    with django_db_blocker.unblock(), undone():
        call_command("load_communes", verbosity=0)
        call_command("load_occupations", verbosity=0)
        yield loader.load()
