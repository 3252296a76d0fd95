"""WSGI entry point, for gunicorn and any other server."""

import os

from django.core.wsgi import get_wsgi_application

from config.database import ensure_database_url

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
ensure_database_url()
application = get_wsgi_application()
