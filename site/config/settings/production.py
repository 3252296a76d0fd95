"""Production: nothing has a default that would be unsafe."""

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from config.settings.base import *
from config.settings.base import SILENCED_SYSTEM_CHECKS, env

try:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    env.str("DATABASE_URL")
    env.str("EMAIL_URL")
    env.str("BASE_URL")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    # They promise for names that the site may not answer for: whoever owns the domain decides.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", False)
except EnvError as error:
    message = f"A setting that production needs is missing or wrong: {error}"
    raise ImproperlyConfigured(message) from error

if len(SECRET_KEY) < 50:
    message = "SECRET_KEY must have 50 characters or more in production."
    raise ImproperlyConfigured(message)

# A role that escapes row-level security serves nothing: `portal.followup.rows.role`.
REFUSES_FREE_ROLES = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
