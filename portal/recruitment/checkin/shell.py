"""The page at the door, which is the same for everybody, and the service worker that keeps it."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.participation.texts import REGISTER, SHARE_IDENTITY

SHELL_SECONDS = 300
WORKER_FILE = "js/checkin/worker.js"
# What the page loads, and its service worker keeps.
KEPT_FILES = (
    "bootstrap/css/bootstrap.min.css",
    "css/site.css",
    "css/components.css",
    "css/checkin.css",
    "fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "fonts/atkinson-hyperlegible-latin-700-normal.woff2",
    "images/icons.svg",
    "images/favicon.svg",
    "qr/decode.js",
    "qr/index.js",
    *(
        f"js/checkin/{name}.js"
        for name in (
            "camera",
            "codes",
            "desk",
            "kept",
            "main",
            "network",
            "people",
            "queue",
            "recent",
            "screen",
            "server",
            "sessions",
            "store",
            "turns",
            "walk-in",
            "words",
        )
    ),
)
_TEMPLATE = "recruitment/checkin/shell.html"
# Name, label, type and help of each field: the names are those of `incoming.WalkInForm`.
_FIELDS = (
    ("first_name", "Prénom", "text", ""),
    ("last_name", "Nom", "text", ""),
    ("phone", "Téléphone", "tel", "Ou l’adresse e-mail\u00a0: l’un des deux suffit."),
    ("email", "Adresse e-mail", "email", ""),
)
# What whoever is at the door says aloud: the text whose version is kept as the proof.
_CONTEXT = {
    "fields": _FIELDS,
    "agreement": REGISTER.text,
    "sharing": SHARE_IDENTITY,
    "time_zone": settings.TIME_ZONE,
}


@login_not_required
@require_safe
@cache_control(public=True, max_age=SHELL_SECONDS)
def shell(request: HttpRequest) -> HttpResponse:
    """The page without data: the same bytes for everybody, whoever is signed in."""
    response = render(request, _TEMPLATE, _CONTEXT)
    # The one page of the site that may ask for the camera.
    response["Permissions-Policy"] = "camera=(self), microphone=()"
    return response


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served under the addresses that it may answer for.

    Another page or another file makes other bytes: the browser then takes the new one.
    """
    files: dict[str, str] = {}
    for name in KEPT_FILES:
        # Modules import each other by their plain names.
        files[f"{settings.STATIC_URL}{name}"] = files[static(name)] = static(name)
    page = render_to_string(_TEMPLATE, _CONTEXT, request)
    context = {
        "shell": reverse("recruitment:checkin"),
        "files": files,
        "worker": static(WORKER_FILE),
        "version": hashlib.sha256(f"{page}{sorted(files.items())}".encode()).hexdigest()[:16],
    }
    return render(request, "recruitment/checkin/sw.js", context, content_type="text/javascript")
