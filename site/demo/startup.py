"""What `make run` prepares before it serves: tables, reference data, static files, demo."""

import os
import shlex
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from honcho.manager import Manager

from snippets.errors import DomainError

HOSTS = ("127.0.0.1", "::1")
WEB_WORKERS = 2
WEB_THREADS = 4
# At once in the worker: a long mailing does not make somebody wait for their old CV.
JOBS = 4


class PortTakenError(DomainError):
    """Another program listens on the port."""


def prepare() -> None:
    """Migrate, load what a first run lacks and collect static files. Every step can be repeated."""
    from pages.models import OPPORTUNITY_MODELS, NewsPage
    from portal.cv.models import CvSuggestions
    from snippets.models import Commune, Occupation

    call_command("migrate", verbosity=0)
    if not Commune.objects.filter(contour__isnull=False).exists():
        call_command("load_communes", verbosity=0)
    if not Occupation.objects.exists():
        call_command("load_occupations", verbosity=0)
    if not CvSuggestions.objects.filter(occupation__isnull=False).exists():
        call_command("load_cv_suggestions", verbosity=0)
    # A kind that is new since the last run gets its pages; the others are left as they are.
    kinds = [*(model.objects for model in OPPORTUNITY_MODELS), NewsPage.objects]
    if not all(kind.exists() for kind in kinds):
        print("Données de démonstration…", flush=True)
        call_command("load_demo", verbosity=0)
    collect_static_files()


def collect_static_files() -> None:
    """Run `collectstatic` when a static file or a package is newer than the last collection."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and all(
        path.stat().st_mtime <= manifest.stat().st_mtime
        for folder in _static_folders()
        for path in [folder, *folder.rglob("*")]
    ):
        return
    print("Fichiers statiques…", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def _static_folders() -> list[Path]:
    """Where static files come from; the lock files stand for those of the Python packages."""
    entries = [
        entry[1] if isinstance(entry, tuple) else entry for entry in settings.STATICFILES_DIRS
    ]
    return [*entries, settings.BASE_DIR / "requirements"]


def answer_on(port: int) -> None:
    """Make the links of mails lead to this port, unless the environment says where they lead."""
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")


def listening_addresses(port: int) -> list[str]:
    """Addresses to bind: IPv4 loopback, and IPv6's where the machine has it.

    Raises PortTakenError.
    """
    addresses = []
    for host in HOSTS:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if host == HOSTS[0]:
                message = (
                    f"Le port {port} n’est pas libre ({error.strerror}). "
                    f"Choisissez-en un autre\u00a0: make run PORT={port + 1}"
                )
                raise PortTakenError(message) from error
            continue
        addresses.append(f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    return addresses


def serve(port: int) -> int:
    """Run the web server and the worker side by side until one ends; return an exit status."""
    # A shell reads these commands, and the path of the project may have spaces.
    python = shlex.quote(sys.executable)
    binds = " ".join(f"--bind {address}" for address in listening_addresses(port))
    manager = Manager()
    manager.add_process(
        "web",
        f"exec {python} -m gunicorn config.wsgi:application --pythonpath site {binds}"
        f" --workers {WEB_WORKERS} --threads {WEB_THREADS} --timeout 60 --log-level warning"
        # The most that the server can bound it to.
        " --no-control-socket --limit-request-line 8190",
        cwd=str(settings.BASE_DIR),
    )
    manager.add_process(
        "worker",
        f"exec {python} manage.py procrastinate worker --concurrency {JOBS}",
        cwd=str(settings.BASE_DIR),
    )
    manager.loop()
    return int(manager.returncode or 0)
