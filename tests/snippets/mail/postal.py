"""An SMTP server and workers as processes of their own, which a test kills and starts again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from django.utils import timezone
from post_office.models import Email

from snippets.models import Delivery, MailOutage
from tests.snippets.mail.smtp_server import read_log

ROOT = Path(__file__).resolve().parents[3]
SERVER = Path(__file__).with_name("smtp_server.py")
PATIENCE = 120


class Server:
    """The SMTP server, on the same port and log however often it is killed."""

    def __init__(self, folder, port):
        self.path, self.port = folder / "smtp.log", port
        self.process = None

    def start(self, *mode):
        command = [sys.executable, str(SERVER), str(self.port), str(self.path), *mode]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert self.process.stdout.readline() == b"ready\n"

    def kill(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def events(self, kind):
        """Recipients by event, with how often."""
        return Counter(line["to"] for line in read_log(self.path) if line["event"] == kind)

    def ids(self):
        return {line["to"]: line["id"] for line in read_log(self.path) if "id" in line}


class Workers:
    """Real `manage.py procrastinate worker` processes on the test's database."""

    def __init__(self, port):
        address = urlsplit(os.environ["DATABASE_URL"])
        name = connection.settings_dict["NAME"]
        self.environment = os.environ | {
            "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}")),
            "DJANGO_SETTINGS_MODULE": "tests.snippets.mail.worker_settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "EMAIL_PORT": str(port),
        }
        self.running = []

    def start(self, count=1):
        command = [sys.executable, "manage.py", "procrastinate", "worker"]
        for _ in range(count):
            self.running.append(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=self.environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )

    def kill(self, index):
        worker = self.running.pop(index)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def kill_all(self):
        while self.running:
            self.kill(0)


def wait_until(condition, what):
    """Wait for `condition()`; fail after PATIENCE seconds."""
    pause = threading.Event()
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {PATIENCE} s"
        pause.wait(0.05)


def let_a_minute_pass():
    """What the minute's round would find later: new attempts are due, old claims abandoned."""
    now = timezone.now()
    Email.objects.filter(status=Delivery.REQUEUED).update(scheduled_time=timezone.now())
    in_flight = Email.objects.filter(status__in=(Delivery.SENDING, Delivery.HANDED_OVER))
    # On a busy machine, a claim that is always taken away from a live worker never ends.
    abandoned = in_flight.filter(last_updated__lt=now - timedelta(seconds=3))
    abandoned.update(last_updated=now - timedelta(hours=1))
    MailOutage.objects.update(next_try_at=timezone.now())
