"""The site as production serves it, on plain HTTP and with one address more: the empty view."""

from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING, STORAGES

SECRET_KEY = "bench-only"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "tests.bench.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
API_REQUESTS_PER_MINUTE = API_REQUESTS_PER_DAY = 1_000_000
