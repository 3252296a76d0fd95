"""What the demo needs, and what the command says."""

import pytest

from demo import loader
from snippets.models import Commune

# Loading takes half a minute: one process does it, once.
pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.django_db]


def test_demo_needs_the_reference_data(db):
    Commune.objects.all().delete()
    with pytest.raises(loader.DemoError, match="communes et les métiers"):
        loader.load()
