"""WSGI entry point, for gunicorn and any other server: production, unless the environment says."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.database import ensure_database_url

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
ensure_database_url()
application = get_wsgi_application()
# The addresses import every screen of the site, which takes seconds: before the first visitor.
get_resolver().url_patterns  # noqa: B018 - reading them loads them
# What is loaded by now lives as long as the process: the collector need not go through it again,
# which takes a hundred milliseconds from whichever request meets it.
gc.collect()
gc.freeze()
