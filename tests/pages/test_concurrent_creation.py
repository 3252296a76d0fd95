"""Simultaneous page creation under one index: nothing fails and the tree stays whole."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from wagtail.models import Page, Revision

from pages.models import JobOfferIndexPage, JobOfferPage
from tests.factories import CommuneFactory, OccupationFactory, OrganisationFactory
from tests.sizes import at_size

PROCESSES = at_size(3, 8)
EACH = at_size(8, 50)
ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The test database, as another process reaches it."""
    settings = connection.settings_dict
    user = quote(settings["USER"], safe="")
    password = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    host = quote(settings["HOST"] or "localhost", safe="")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{user}{password}@{host}{port}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_processes_that_create_at_once_keep_the_tree_whole():
    CommuneFactory(belfort=True)
    OccupationFactory()
    OrganisationFactory()
    environment = {**os.environ, "DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "tests.pages.create_pages", str(PROCESSES), str(EACH)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    made = [int(pk) for pk in done.stdout.split()]
    index = JobOfferIndexPage.objects.get()
    assert len(set(made)) == PROCESSES * EACH
    assert set(index.get_children().values_list("pk", flat=True)) == set(made)
    assert index.numchild == PROCESSES * EACH
    assert Page.find_problems() == ([], [], [], [], [])
    assert JobOfferPage.objects.values("slug").distinct().count() == PROCESSES * EACH
    assert Revision.objects.filter(object_id__in=map(str, made)).count() == PROCESSES * EACH
