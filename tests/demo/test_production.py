"""The demo, whose password is public, is never loaded in production."""

import pytest

from demo import loader
from tests.config.test_settings import GOOD_PRODUCTION, load_settings

LOAD = "import django; django.setup(); from django.core.management import call_command as c; c({})"


def test_production_refuses_in_words():
    told = load_settings(LOAD.format("'load_demo'"), **GOOD_PRODUCTION)
    assert told.returncode != 0
    assert "La démonstration ne se charge pas avec ces réglages" in told.stderr


@pytest.mark.django_db
def test_production_that_installs_the_demo_refuses_too(settings):
    settings.DEMO_CODES = False
    with pytest.raises(loader.DemoError, match="mot de passe de ses comptes est public"):
        loader.load()
