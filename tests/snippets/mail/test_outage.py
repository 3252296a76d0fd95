"""The mail server itself fails: noticed once, nobody's attempts used up, over by itself."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone
from post_office.models import Email, Log

from portal.accounts.level_names import LevelName
from snippets.mail.delivery.answers import Answer
from snippets.mail.delivery.attempts import RETRY_MINUTES
from snippets.mail.delivery.courier import send_due, send_one
from snippets.mail.delivery.outage import PAUSES, begin_outage, current_outage, take_try
from snippets.mail.jobs import send_mail
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, MailOutage
from tests.bench.servers import free_port
from tests.portal.accounts.people import person_with
from tests.snippets.mail.postal import Server

REFUSED = Answer("ConnectionRefusedError")
ANSWERS = {"stopped": "ConnectionRefusedError", "closing": "SMTPSenderRefused"}


@pytest.fixture
def server(tmp_path, settings):
    """A server that is not started yet, and settings that send to it."""
    found = Server(tmp_path, free_port())
    backend = "snippets.mail.delivery.smtp.OutboxBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield found
    found.kill()


def queue(name, **options):
    context = {"offer_title": "Soudeuse", "offer_url": "http://localhost:8000/offres/a/"}
    return queue_mail(
        "offer_published", to=f"{name}@exemple.test", context=context, bulk=True, **options
    )


def states():
    return dict(Email.objects.values_list("dispatch__address", "status"))


def let_the_pause_pass():
    MailOutage.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def notices(caplog):
    return [(line.levelname, line.message) for line in caplog.records if "mail server" in line.msg]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["stopped", "closing"])
def test_outage_is_noticed_once_uses_up_no_attempt_and_ends_by_itself(server, caplog, mode):
    if mode == "closing":
        server.start("closing")
    emails = [queue(f"ok{number}") for number in range(4)]
    for _ in range(len(RETRY_MINUTES) + 3):
        assert send_due() == 1
        assert send_due() == 0, "the others wait for the end of the pause"
        send_mail(email_id=emails[-1].pk)
        let_the_pause_pass()
    assert set(states().values()) == {Delivery.QUEUED}
    assert not Email.objects.exclude(number_of_retries=None).exists()
    assert Log.objects.get().exception_type == ANSWERS[mode]
    ((level, notice),) = notices(caplog)
    assert (level, ANSWERS[mode] in notice) == ("ERROR", True)
    server.kill()
    server.start()
    assert send_due() == 4
    assert server.events("accepted").total() == 4
    assert set(states().values()) == {Delivery.SENT}
    assert current_outage() is None
    assert [level for level, _ in notices(caplog)] == ["ERROR", "WARNING"]


@pytest.mark.django_db(transaction=True)
def test_first_message_after_the_pause_tries_the_server(server):
    queue("first")
    send_due()
    server.start()
    let_the_pause_pass()
    new = queue("new")
    assert send_one(new.pk)
    assert states()["new@exemple.test"] == Delivery.SENT
    assert current_outage() is None


@pytest.mark.django_db(transaction=True)
def test_attempts_of_before_are_kept(server):
    email = queue("grey1")
    server.start()
    send_due()
    Email.objects.filter(pk=email.pk).update(scheduled_time=timezone.now())
    server.kill()
    send_due()
    email.refresh_from_db()
    assert (email.status, email.number_of_retries) == (Delivery.REQUEUED, 1)


@pytest.mark.django_db(transaction=True)
def test_message_that_alone_makes_the_server_close_holds_nobody_up(server):
    server.start()
    for number in range(2):
        queue(f"busy{number}")
    for number in range(4):
        queue(f"ok{number}")
    for _ in range(8):
        send_due()
        let_the_pause_pass()
        Email.objects.filter(status=Delivery.REQUEUED).update(scheduled_time=timezone.now())
    found = states()
    assert {found[f"ok{number}@exemple.test"] for number in range(4)} == {Delivery.SENT}
    busy = Email.objects.filter(dispatch__address__startswith="busy")
    assert all(email.number_of_retries for email in busy), "once others leave, it is at fault"


@pytest.mark.django_db(transaction=True)
def test_outage_that_no_message_waits_for_ends_too(server):
    begin_outage(REFUSED)
    let_the_pause_pass()
    assert send_due() == 0
    assert current_outage() is not None
    server.start()
    let_the_pause_pass()
    assert send_due() == 0
    assert current_outage() is None


@pytest.mark.django_db(transaction=True)
def test_one_worker_tries_for_all(server):
    begin_outage(REFUSED)
    let_the_pause_pass()
    outage = current_outage()
    gate, taken = threading.Barrier(6), []

    def work():
        gate.wait(10)
        taken.append(take_try(outage))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == [False] * 5 + [True]


@pytest.mark.django_db
def test_pauses_grow_to_the_last_one():
    assert begin_outage(REFUSED)
    assert not begin_outage(REFUSED)
    pauses = []
    for _ in range(6):
        let_the_pause_pass()
        assert take_try(current_outage())
        pauses.append(current_outage().next_try_at - timezone.now())
    waits = [round(pause.total_seconds()) for pause in pauses]
    expected = [pause.total_seconds() for pause in PAUSES[1:]]
    assert waits == [*expected, *[expected[-1]] * (6 - len(expected))]
    with pytest.raises(IntegrityError, match="only_one"):
        MailOutage.objects.create(pk=2, next_try_at=timezone.now(), error="x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "of_server"),
    [
        (REFUSED, True),
        (Answer("TimeoutError"), True),
        (Answer("SMTPServerDisconnected"), True),
        (Answer("SMTPAuthenticationError", 535, "5.7.8"), True),
        (Answer("SMTPSenderRefused", 550, "5.7.1"), True),
        (Answer("SMTPSenderRefused", 552, "5.3.4"), False),
        (Answer("SMTPRecipientsRefused", 421, "4.7.0"), True),
        (Answer("SMTPRecipientsRefused", 450, "4.2.2"), False),
        (Answer("SMTPDataError", 452, "4.3.1"), True),
        (Answer("SMTPDataError", 451, ""), False),
        (Answer("SMTPDataError", 554, "5.7.1"), False),
    ],
)
def test_what_the_server_says_of_itself_is_told_from_what_it_says_of_a_message(answer, of_server):
    assert answer.is_of_server is of_server


@pytest.mark.django_db
def test_outage_is_told_to_monitoring_and_on_the_first_screen_of_the_cms():
    browser = Client()
    browser.force_login(person_with(LevelName.EMPLOYMENT_OFFICER))
    assert "Aucun message ne part" not in browser.get("/cms/").content.decode()
    begin_outage(REFUSED)
    page = browser.get("/cms/").content.decode()
    assert "Aucun message ne part depuis le" in page
    assert "Le serveur d’envoi ne répond pas." in page
    told = browser.get("/health/ready").json()["checks"]["mail"]
    assert told["server_says"] == "ConnectionRefusedError"
    assert told["ok"] is True
