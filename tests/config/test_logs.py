"""What the logs never hold."""

import logging
from io import StringIO

import pytest

from config.logs import SecretFilter

pytestmark = pytest.mark.django_db
SECRET = "a-secret-that-opens-something"


@pytest.mark.parametrize(
    ("path", "kept"),
    [(f"/lien/{SECRET}/", "/lien/…/"), (f"/cv/{SECRET}/pdf/", "/cv/…/pdf/")],
)
def test_the_secret_of_an_address_is_not_logged(client, settings, path, kept):
    written = StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        kind = settings.LOGGING["filters"][name]["()"]
        if kind == f"{SecretFilter.__module__}.{SecretFilter.__qualname__}":
            handler.addFilter(SecretFilter())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get(path)
    finally:
        logger.removeHandler(handler)
    assert kept in written.getvalue()
    assert SECRET not in written.getvalue()
