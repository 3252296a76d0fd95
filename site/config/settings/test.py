"""Tests: fast hashing, no network, files in a folder that the suite throws away."""

import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import INSTALLED_APPS, LOGGING, REST_FRAMEWORK, STORAGES, TEMPLATES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "declic-tests" / "media"
STORAGES["private"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
POST_OFFICE = {"BACKENDS": {"default": EMAIL_BACKEND}, "CELERY_ENABLED": False}
INSTALLED_APPS.insert(0, "demo")
DEMO_CODES = True
GEOCODER_URL = "http://127.0.0.1:9/geocoder-is-off-in-tests"
COMPANY_REGISTER_URL = "http://127.0.0.1:9/company-register-is-off-in-tests"
GEO_API_URL = "http://127.0.0.1:9/geo-api-is-off-in-tests"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]
# Examples made by the hundred come from one address.
API_REQUESTS_PER_MINUTE = API_REQUESTS_PER_DAY = 1_000_000
# The CMS's own index and references: written where a test looks at them (`cms_index`).
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
