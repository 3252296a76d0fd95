"""Thousands of messages, with a server that dies and workers that are killed."""

import random
from collections import defaultdict
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from post_office.models import Email, Log
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from snippets.mail.jobs import send_due_mails
from snippets.mail.queue import queue_mail
from snippets.mail.resend import resend
from snippets.models import Delivery, Dispatch, MailOutage
from tests.bench.servers import free_port
from tests.sizes import at_size
from tests.snippets.mail.postal import Server, Workers, let_a_minute_pass, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(tmp_path):
    """A killable SMTP server and workers; whatever runs at the end is ended."""
    server = Server(tmp_path, free_port())
    workers = Workers(server.port)
    server.start()
    yield server, workers
    workers.kill_all()
    server.kill()


def queue_for(addresses):
    """One message for each address, as a campaign queues them."""
    with transaction.atomic():
        for address in addresses:
            queue_mail(
                "offer_published",
                to=address,
                context={"offer_title": "Soudeuse", "offer_url": "http://localhost:8000/offres/a/"},
                bulk=True,
            )


def round_again():
    """Ask two workers for a round, as the clock does."""
    waiting = ProcrastinateJob.objects.filter(task_name="snippets.send_due_mails", status="todo")
    if not waiting.exists():
        with suppress(AlreadyEnqueued):
            send_due_mails.defer(timestamp=0)


def outcomes():
    """Addresses by the state of their message."""
    states = defaultdict(set)
    for address, status in Dispatch.objects.values_list("address", "email__status"):
        states[Delivery(status)].add(address)
    return states


def is_over():
    open_states = (Delivery.QUEUED, Delivery.REQUEUED, Delivery.SENDING, Delivery.HANDED_OVER)
    return not Email.objects.filter(status__in=open_states).exists()


def test_many_recipients_with_a_server_that_refuses_puts_off_and_dies(post):
    server, workers = post
    bad = at_size(6, 100)
    names = ["refuse"] * bad + ["grey"] * bad + ["hold"] + ["ok"] * (18 * bad - 1)
    addresses = [f"{name}{number}@exemple.test" for number, name in enumerate(names)]
    shuffled = random.Random(90).sample(addresses, len(addresses))
    queue_for(shuffled)
    workers.start(2)

    def held():
        round_again()
        return server.events("held")

    wait_until(held, "the server holding an answer back")
    server.kill()
    # The other worker meets a dead server.
    wait_until(MailOutage.objects.exists, "a try that no server answers")
    server.start()

    def over():
        Email.objects.filter(status=Delivery.REQUEUED).update(scheduled_time=timezone.now())
        MailOutage.objects.update(next_try_at=timezone.now())
        round_again()
        return is_over()

    wait_until(over, "an outcome for everybody")
    workers.kill_all()

    by_state, accepted = outcomes(), server.events("accepted")
    assert by_state.keys() == {Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN}
    assert sum(map(len, by_state.values())) == len(addresses)
    assert max(accepted.values()) == 1, "nobody twice"
    # A server killed before it wrote a message down may have had it: nobody knows.
    assert by_state[Delivery.SENT] <= accepted.keys()
    assert accepted.keys() <= by_state[Delivery.SENT] | by_state[Delivery.UNCERTAIN]
    assert by_state[Delivery.FAILED] == set(server.events("refused")), "and the others were refused"
    assert len(by_state[Delivery.FAILED]) == len(server.events("greylisted")) == bad
    # Two workers: the message whose answer was held, and the other one's if it was as far.
    assert server.events("held").keys() <= by_state[Delivery.UNCERTAIN]
    assert len(by_state[Delivery.UNCERTAIN]) <= 2
    last = Log.objects.filter(email=OuterRef("pk")).order_by("-pk").values("message")[:1]
    reasons = Email.objects.filter(status=Delivery.FAILED).annotate(reason=Subquery(last))
    assert set(reasons.values_list("reason", flat=True)) == {"550 5.1.1"}

    # It stays uncertain, whatever comes after, until a person decides.
    workers.start()
    let_a_minute_pass()
    queue_for(["marker@exemple.test"])
    marker = Dispatch.objects.filter(address="marker@exemple.test")
    round_again()
    wait_until(marker.filter(email__status=Delivery.SENT).exists, "the next round")
    assert outcomes()[Delivery.UNCERTAIN] == by_state[Delivery.UNCERTAIN]
    (uncertain,) = server.events("held")
    before = server.ids()[uncertain]
    resend(email=Dispatch.objects.get(address=uncertain).email)
    wait_until(lambda: server.events("accepted")[uncertain] == 2, "the message sent again")
    assert server.ids()[uncertain] == before, "the same Message-ID: a mailbox shows it once"


def test_workers_killed_at_random_points_forget_nobody_and_send_nothing_twice(post):
    server, workers = post
    kills = at_size(1, 10)
    addresses = [f"ok{number}@exemple.test" for number in range(at_size(60, 120) * kills)]
    queue_for(addresses)
    chance = random.Random(90)
    workers.start(2)
    for _ in range(kills):
        goal = server.events("accepted").total() + chance.randrange(5, at_size(30, 80))

        def far_enough(goal=goal):
            round_again()
            return server.events("accepted").total() >= goal

        wait_until(far_enough, f"message {goal}")
        workers.kill(0)
        let_a_minute_pass()
        workers.start()

    def over():
        let_a_minute_pass()
        round_again()
        return is_over()

    wait_until(over, "an outcome for everybody")
    by_state, accepted = outcomes(), server.events("accepted")
    assert max(accepted.values()) == 1, "nobody twice"
    assert by_state.keys() <= {Delivery.SENT, Delivery.UNCERTAIN}
    assert sum(map(len, by_state.values())) == len(addresses), "nobody forgotten"
    assert len(by_state[Delivery.UNCERTAIN]) <= kills
    assert by_state[Delivery.SENT] <= accepted.keys()
    assert accepted.keys() <= by_state[Delivery.SENT] | by_state[Delivery.UNCERTAIN]
