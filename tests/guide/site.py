"""A site of the guide's own: a fresh database beside the developer's, the demo, the worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import requests

from tests.bench.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 600


def prepare_database() -> None:
    """Make an empty database and point this process, and those it starts, at it.

    Django is set up as well: a chapter reads there the link that an author was sent.
    """
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    from config.database import ensure_database_url

    url = urlsplit(ensure_database_url())
    import psycopg
    from psycopg import sql

    name = f"{url.path.strip('/')}_guide"
    with psycopg.connect(urlunsplit(url._replace(scheme="postgresql")), autocommit=True) as server:
        for statement in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            server.execute(sql.SQL(statement).format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{name}"))
    os.environ["VAR_DIR"] = str(ROOT / "var" / "guide")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    # Playwright's loop runs in this thread, where Django would refuse its own ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@contextmanager
def serve() -> Iterator[str]:
    """Run `manage.py start` until the block ends, and yield the site's address.

    Raises RuntimeError when it does not answer within START_SECONDS.
    """
    port = free_port()
    url = os.environ["BASE_URL"] = f"http://localhost:{port}"
    command = [sys.executable, "manage.py", "start", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(url, process)
        import django

        django.setup()
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{url}/health/live", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    message = f"The site did not start at {url}."
    raise RuntimeError(message)
