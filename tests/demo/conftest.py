"""One load of the demo, shared by the tests of this folder."""

import pytest
from django.core.management import call_command
from django.db import transaction

from demo import loader


@pytest.fixture(scope="package")
def made(django_db_setup, django_db_blocker):
    """What a first load made; everything is forgotten after the last test of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_communes", verbosity=0)
        call_command("load_occupations", verbosity=0)
        yield loader.load()
        transaction.set_rollback(True)
