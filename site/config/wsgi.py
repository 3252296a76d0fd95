"""WSGI entry point, for gunicorn and any other server: production, unless the environment says."""

import os

from django.core.wsgi import get_wsgi_application

from config.database import ensure_database_url

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
ensure_database_url()
application = get_wsgi_application()
