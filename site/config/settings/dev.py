"""Development: what `make run` and `manage.py` use by default."""

from config.settings.base import *
from config.settings.base import INSTALLED_APPS, LOGGING, env

INSTALLED_APPS.insert(0, "demo")
DEMO_CODES = True
INVENTED_CONTACTS = True
DEV_MAILBOX = True
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOGGING["handlers"]["console"]["formatter"] = "line"  # type: ignore[index]
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # type: ignore[index]
