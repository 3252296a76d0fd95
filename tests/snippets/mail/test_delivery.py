"""Sending through a real SMTP server: once, again when refused, never twice after a kill."""

import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.utils import timezone
from post_office.models import Email
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from snippets.jobs import retry_stalled_jobs
from snippets.mail.delivery.attempts import RETRY_MINUTES
from snippets.mail.delivery.backlog import backlog, report_uncertain
from snippets.mail.delivery.courier import send_due, send_one
from snippets.mail.jobs import send_due_mails, send_mail
from snippets.mail.queue import queue_mail
from snippets.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


class Mailbox:
    """An SMTP server's handler: keeps what arrives, or answers with `refusal`."""

    def __init__(self):
        self.messages = []
        self.refusal = ""
        self.refused_recipients = {}
        self.arrived = threading.Event()
        self.held = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.held is not None:
            self.arrived.set()
            await asyncio.to_thread(self.held.wait, 20)
            return "451 too late"
        if self.refusal:
            return self.refusal
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "snippets.mail.delivery.smtp.OutboxBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


def queue():
    return queue_mail(
        "offer_published",
        to="eloise@exemple.test",
        context={"offer_title": "Soudeuse", "offer_url": "http://localhost:8000/offres/a/"},
    )


def state(email):
    email.refresh_from_db()
    return Delivery(email.status)


def make_due(email):
    Email.objects.filter(pk=email.pk).update(scheduled_time=timezone.now() - timedelta(seconds=1))


def test_message_leaves_once(mailbox):
    email = queue()
    assert send_one(email.pk)
    assert not send_one(email.pk)
    assert send_due() == 0
    (envelope,) = mailbox.messages
    assert envelope.rcpt_tos == ["eloise@exemple.test"]
    assert b"multipart/alternative" in envelope.content
    assert state(email) == Delivery.SENT
    assert email.logs.get().message == ""


def test_worker_sends_what_was_queued(mailbox, monkeypatch):
    # The worker's threads end with the test: their connections must not outlive a job.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    email = queue()
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert state(email) == Delivery.SENT
    assert len(mailbox.messages) == 1
    assert ProcrastinateJob.objects.get(task_name="snippets.send_mail").status == "succeeded"


def test_job_of_a_dead_worker_is_given_to_another(mailbox):
    email = queue()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    with app.replace_connector(app.connector.get_worker_connector()) as other:

        async def take_up():
            async with other.open_async():
                await retry_stalled_jobs(SimpleNamespace(app=other), 0)

        asyncio.run(take_up())
    assert ProcrastinateJob.objects.get().status == "todo"
    send_mail(email_id=email.pk)
    send_due_mails(0)
    assert len(mailbox.messages) == 1


def test_temporary_refusal_is_tried_again_a_bounded_number_of_times(mailbox):
    mailbox.refusal = "451 try later"
    email = queue()
    for attempt, minutes in enumerate(RETRY_MINUTES, 1):
        before = timezone.now()
        assert send_one(email.pk)
        assert state(email) == Delivery.REQUEUED
        assert email.number_of_retries == attempt
        wait = email.scheduled_time - before
        assert timedelta(minutes=minutes) <= wait < timedelta(minutes=minutes + 1)
        assert not send_one(email.pk), "not before its time"
        make_due(email)
    assert send_due() == 1
    assert state(email) == Delivery.FAILED
    assert backlog() == {"waiting": 0, "overdue": 0, "held": 0, "failed": 1, "uncertain": 0}
    assert send_due() == 0


def test_final_refusal_is_not_tried_again(mailbox):
    mailbox.refusal = "554 spam"
    email = queue()
    send_one(email.pk)
    assert state(email) == Delivery.FAILED
    mailbox.refused_recipients = {"eloise@exemple.test": "550 nobody here"}
    other = queue()
    send_one(other.pk)
    assert state(other) == Delivery.FAILED


def test_unknown_recipient_for_now_is_tried_again(mailbox):
    mailbox.refused_recipients = {"eloise@exemple.test": "450 mailbox busy"}
    email = queue()
    send_one(email.pk)
    assert state(email) == Delivery.REQUEUED


def test_message_that_cannot_be_written_fails_alone(mailbox):
    broken, good = queue(), queue()
    Email.objects.filter(pk=broken.pk).update(headers={"X-Bad": "a\nb"})
    assert send_due() == 2
    assert state(broken) == Delivery.FAILED
    assert state(good) == Delivery.SENT


def test_logs_hold_no_address_and_no_text(mailbox, caplog):
    caplog.set_level(logging.DEBUG)
    mailbox.refused_recipients = {"eloise@exemple.test": "550 eloise@exemple.test is unknown"}
    email = queue()
    send_one(email.pk)
    assert state(email) == Delivery.FAILED
    # "mail.log" is the server's own, on the other side.
    ours = [line.getMessage() for line in caplog.records if line.name != "mail.log"]
    ours += [f"{line.message} {line.exception_type}" for line in email.logs.all()]
    kept = "\n".join(ours)
    assert "SMTPRecipientsRefused" in kept
    assert "eloise" not in kept
    assert "Soudeuse" not in kept


def test_expired_or_later_messages_wait(mailbox):
    expired, later = queue(), queue()
    now = timezone.now()
    Email.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(minutes=1))
    Email.objects.filter(pk=later.pk).update(scheduled_time=now + timedelta(hours=1))
    assert send_due() == 0
    assert mailbox.messages == []


def test_overdue_messages_are_counted(mailbox):
    email = queue()
    assert backlog()["overdue"] == 0
    Email.objects.filter(pk=email.pk).update(created=timezone.now() - timedelta(minutes=6))
    assert backlog()["overdue"] == 1


def test_a_row_held_by_another_worker_is_skipped(mailbox):
    first, second = queue(), queue()
    locked, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Email.objects.select_for_update().get(pk=first.pk)
            locked.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert locked.wait(10)
        assert not send_one(first.pk)
        assert send_due() == 1
    finally:
        done.set()
        holder.join()
    assert state(second) == Delivery.SENT
    assert send_due() == 1
    assert len(mailbox.messages) == 2


def test_many_workers_send_each_message_once(mailbox):
    emails = [queue() for _ in range(12)]

    def work():
        send_due()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailbox.messages) == len(emails)
    assert {state(email) for email in emails} == {Delivery.SENT}


def test_worker_killed_while_sending_leaves_one_uncertain_message(mailbox, settings):
    killed, waiting = queue(), queue()
    mailbox.held = threading.Event()
    script = f"""
import django
django.setup()
from django.conf import settings
settings.POST_OFFICE = {settings.POST_OFFICE!r}
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {settings.EMAIL_PORT}
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
from snippets.mail.delivery.courier import send_one
send_one({killed.pk})
"""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}")),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    with subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=ROOT) as worker:
        try:
            assert mailbox.arrived.wait(60)
        finally:
            worker.send_signal(signal.SIGKILL)
    mailbox.held.set()
    mailbox.held = None

    assert state(killed) == Delivery.HANDED_OVER
    assert not send_one(killed.pk), "the retried job of the dead worker must not send again"
    assert report_uncertain() == 0, "it may still be under way"
    assert send_due() == 1
    assert state(waiting) == Delivery.SENT

    Email.objects.filter(pk=killed.pk).update(last_updated=timezone.now() - timedelta(minutes=11))
    assert report_uncertain() == 1
    assert state(killed) == Delivery.UNCERTAIN
    assert backlog()["uncertain"] == 1
    assert send_due() == 0
    assert len(mailbox.messages) == 1
