"""Messages a minute: two real workers, a real SMTP server on loopback, one process each."""

import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from post_office.models import Email
from procrastinate.exceptions import AlreadyEnqueued

from snippets.mail.jobs import send_due_mails
from snippets.mail.queue import queue_mail
from snippets.models import Delivery
from tests.bench.servers import free_port
from tests.snippets.mail.postal import Server, Workers

MESSAGES = 2000
WORKERS = 2
MIN_PER_MINUTE = 2000
PATIENCE_SECONDS = 240


def measure() -> list[dict[str, Any]]:
    """Messages a minute, each with its own job and then as a campaign; plain data."""
    call_command("migrate", verbosity=0)
    return [_measure("mail, one job each", bulk=False), _measure("mail, campaign", bulk=True)]


def missed(cases: list[dict[str, Any]]) -> list[str]:
    """One line for each case below the budget."""
    return [
        f"{case['name']}: {case['per_minute']} messages a minute, budget {case['min_per_minute']}"
        for case in cases
        if case["per_minute"] < case["min_per_minute"]
    ]


def _measure(name: str, *, bulk: bool) -> dict[str, Any]:
    """Queue everything, start the workers, and time from the first message to the last.

    Raises RuntimeError when a message is not sent in time.
    """
    Email.objects.all().delete()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), free_port())
        workers = Workers(server.port)
        server.start()
        try:
            _queue(bulk=bulk)
            workers.start(WORKERS)
            first = _wait_for(1, bulk=bulk)
            last = _wait_for(MESSAGES, bulk=bulk)
        finally:
            workers.kill_all()
            server.kill()
    connection.close()
    return {
        "name": name,
        "per_minute": round(60 * (MESSAGES - 1) / (last - first)),
        "min_per_minute": MIN_PER_MINUTE,
    }


def _queue(*, bulk: bool) -> None:
    with transaction.atomic():
        for number in range(MESSAGES):
            queue_mail(
                "offer_published",
                to=f"personne{number}@exemple.test",
                context={"recipient_name": f"Personne {number}", "offer_title": "Soudeuse"},
                bulk=bulk,
            )


def _wait_for(count: int, *, bulk: bool) -> float:
    """The moment at which `count` messages were sent, in seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Email.objects.filter(status=Delivery.SENT).count() < count:
        if time.monotonic() > deadline:
            message = f"{count} messages were not sent in {PATIENCE_SECONDS} s"
            raise RuntimeError(message)
        if bulk:
            _ask_for_rounds()
        time.sleep(0.1)
    return time.monotonic()


def _ask_for_rounds() -> None:
    """What the clock does each minute, at once and for both workers."""
    with suppress(AlreadyEnqueued):
        send_due_mails.defer(timestamp=0)
