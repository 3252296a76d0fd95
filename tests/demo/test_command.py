"""What the demo needs, and what the command says."""

import pytest

from demo import loader
from snippets.models import Commune

pytestmark = pytest.mark.django_db


def test_demo_needs_the_reference_data(db):
    Commune.objects.all().delete()
    with pytest.raises(loader.DemoError, match="communes et les métiers"):
        loader.load()
