"""Messages halted together: what waits stops at once, what is in hand when it comes back."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email, Log

from snippets.mail import suppression
from snippets.mail.delivery import claims, courier, halting
from snippets.mail.delivery.answers import Answer
from snippets.mail.delivery.attempts import plan_again
from snippets.mail.delivery.backlog import backlog
from snippets.mail.delivery.claims import claim
from snippets.mail.delivery.courier import send_due
from snippets.mail.delivery.outcomes import give_back, message_failed
from snippets.mail.queue import queue_mail
from snippets.mail.resend import ResendError, resend, resend_failures
from snippets.models import Delivery, Dispatch, MailRefusal, SuppressedAddress
from tests.states import fresh

pytestmark = pytest.mark.django_db
REFUSED = Answer("SMTPRecipientsRefused", 550, "5.7.1")
EVERY = Dispatch.objects.all()


def queue(address="eloise@exemple.test", status=Delivery.QUEUED, **fields):
    email = queue_mail(
        "offer_published",
        to=address,
        context={"offer_title": "Soudeuse", "offer_url": "http://localhost:8000/offres/a/"},
        bulk=True,
    )
    Email.objects.filter(pk=email.pk).update(status=status, **fields)
    return fresh(email)


def state(email):
    return Delivery(fresh(email).status)


def claimed(email):
    found, _ = claim(email.pk, longest_waiting=False)
    return found


@pytest.mark.parametrize(
    ("before", "tries", "stops"),
    [
        (Delivery.QUEUED, 0, True),
        (Delivery.REQUEUED, 2, True),
        *((status, 0, False) for status in Delivery if status not in {2, 3, Delivery.HELD}),
    ],
)
def test_what_waits_stops_at_once_and_goes_on_as_it_was(before, tries, stops):
    later = timezone.now() if tries else None
    email = queue(status=before, number_of_retries=tries, scheduled_time=later)
    other = queue("noah@exemple.test")
    mine = Dispatch.objects.filter(pk=email.pk)
    assert halting.hold(dispatches=mine) == stops
    assert state(email) == (Delivery.HELD if stops else before)
    assert (claimed(email), state(other)) == (None, Delivery.QUEUED)
    assert halting.release(dispatches=mine) == stops
    assert state(email) == before
    assert fresh(email).scheduled_time == later
    assert mine.get().halted == ""


def test_what_is_held_waits_for_a_person_not_for_a_worker():
    queue()
    halting.hold(dispatches=EVERY)
    assert (send_due(), mail.outbox) == (0, [])
    assert backlog() == {"waiting": 0, "overdue": 0, "held": 1, "failed": 0, "uncertain": 0}


def comes_back_by_itself(email):
    give_back(email, None)


def comes_back_to_try_again(email):
    plan_again(email, Answer("SMTPDataError", 451, "4.7.1"), is_final=False)
    Email.objects.filter(pk=email.pk).update(scheduled_time=timezone.now())


def comes_back_from_a_dead_worker(email):
    Email.objects.filter(pk=email.pk).update(last_updated=timezone.now() - claims.CLAIM_LASTS * 2)
    assert claims.take_back_interrupted() == 1


BACK = [comes_back_by_itself, comes_back_to_try_again, comes_back_from_a_dead_worker]


@pytest.mark.parametrize("come_back", BACK)
def test_a_message_in_hand_is_held_when_it_comes_back(come_back):
    email = claimed(queue())
    assert halting.hold(dispatches=EVERY) == 0
    come_back(email)
    assert (send_due(), mail.outbox) == (1, [])
    assert state(email) == Delivery.HELD
    assert halting.release(dispatches=EVERY) == 1
    assert send_due() == 1
    assert state(email) == Delivery.SENT


@pytest.mark.parametrize("come_back", BACK)
def test_a_message_in_hand_is_withheld_when_it_comes_back_after_a_cancellation(come_back):
    email = claimed(queue())
    assert halting.cancel(dispatches=EVERY) == 0
    come_back(email)
    assert (send_due(), mail.outbox) == (1, [])
    assert state(email) == Delivery.WITHHELD
    assert Dispatch.objects.get().withheld == Dispatch.Withheld.CANCELLED


@pytest.mark.parametrize(
    ("acts", "after"),
    [
        ([halting.hold, halting.release], Delivery.SENDING),
        ([halting.hold], Delivery.HELD),
        ([halting.hold, halting.cancel], Delivery.WITHHELD),
    ],
)
def test_a_worker_does_with_what_it_holds_what_was_said_last(acts, after):
    email = claimed(queue())
    for act in acts:
        act(dispatches=EVERY)
    assert halting.stop_in_hand(email) == (after != Delivery.SENDING)
    assert state(email) == after
    assert Dispatch.objects.get().withheld == ("cancelled" if after == Delivery.WITHHELD else "")


@pytest.mark.parametrize(
    ("halt", "after"), [(halting.hold, Delivery.HELD), (halting.cancel, Delivery.WITHHELD)]
)
def test_what_is_halted_while_it_is_prepared_is_not_handed_over(monkeypatch, halt, after):
    """The last moment: the worker has looked at its dispatch, and asks the server."""
    prepare = courier.message_of

    def message_of(email, address):
        halt(dispatches=EVERY)
        return prepare(email, address)

    monkeypatch.setattr(courier, "message_of", message_of)
    email = queue()
    assert send_due() == 1
    assert (state(email), mail.outbox) == (after, [])


def test_an_app_says_at_the_last_moment_that_a_message_must_not_leave(monkeypatch):
    """Each in its own way: withheld for good, or halted with others."""
    monkeypatch.setattr(suppression, "_checks", {})
    asked = []

    def check(dispatch, memory):
        asked.append(dict(memory))
        memory[len(asked)] = True
        if dispatch.address == "hold@exemple.test":
            halting.hold(dispatches=EVERY.filter(pk=dispatch.pk))
            dispatch.halted = "held"
            return ""
        return "no_consent" if dispatch.address == "non@exemple.test" else ""

    suppression.register_check("offer_published", check)
    emails = [queue(f"{name}@exemple.test") for name in ("oui", "non", "hold")]
    assert asked == []
    assert send_due() == 3
    assert [state(email) for email in emails] == [Delivery.SENT, Delivery.WITHHELD, Delivery.HELD]
    assert Dispatch.objects.get(pk=emails[1].pk).withheld == "no_consent"
    assert asked == [{}, {1: True}, {1: True, 2: True}]


def test_a_cancellation_withholds_what_has_not_left_and_nothing_else():
    statuses = [status for status in Delivery if status != Delivery.WITHHELD]
    emails = [queue(f"n{status}@exemple.test", status) for status in statuses]
    refused = queue("refus@exemple.test", Delivery.WITHHELD)
    Dispatch.objects.filter(pk=refused.pk).update(withheld=Dispatch.Withheld.DECLINED)
    assert halting.cancel(dispatches=EVERY) == 3
    stopped = {Delivery.QUEUED, Delivery.REQUEUED, Delivery.HELD}
    for email, before in zip(emails, statuses, strict=True):
        after = Delivery.WITHHELD if before in stopped else before
        reason = Dispatch.Withheld.CANCELLED if before in stopped else ""
        assert (state(email), email.dispatch.key) == (after, "offer_published")
        assert Dispatch.objects.get(pk=email.pk).withheld == reason
    assert Dispatch.objects.get(pk=refused.pk).withheld == Dispatch.Withheld.DECLINED


@pytest.mark.parametrize(
    ("halt", "words"), [(halting.hold, "est en pause"), (halting.cancel, "l’envoi a été annulé")]
)
def test_nobody_sends_again_one_message_of_what_is_halted(halt, words):
    email = queue(status=Delivery.FAILED)
    halt(dispatches=EVERY)
    with pytest.raises(ResendError, match=words):
        resend(email=email)
    assert resend_failures(dispatches=EVERY) == 0
    assert state(email) == Delivery.FAILED


def test_failures_alone_are_sent_again_under_their_message_id():
    failed = queue(status=Delivery.FAILED, number_of_retries=6)
    others = [
        queue(f"n{status}@exemple.test", status) for status in Delivery if status != Delivery.FAILED
    ]
    came_back = queue("r@exemple.test", Delivery.FAILED, recipient_delivery_status=30)
    emptied = queue("v@exemple.test", Delivery.FAILED)
    Dispatch.objects.filter(pk=emptied.pk).update(emptied_at=timezone.now())
    gone = queue("g@exemple.test", Delivery.FAILED)
    SuppressedAddress.objects.create(address="g@exemple.test", reason="unknown")
    kept = [(email, state(email)) for email in (*others, came_back, emptied, gone)]
    assert resend_failures(dispatches=EVERY) == 1
    again = fresh(failed)
    assert (again.status, again.number_of_retries) == (Delivery.QUEUED, 0)
    assert again.message_id == failed.message_id
    assert [(email, state(email)) for email, _ in kept] == kept


def test_failures_that_are_refused_since_are_not_sent_again():
    email = queue(status=Delivery.FAILED)
    category = email.dispatch.category
    MailRefusal.objects.create(address="eloise@exemple.test", category=category, source="one_click")
    assert resend_failures(dispatches=EVERY) == 0


def test_who_listens_is_told_of_a_failure_and_cannot_stop_the_others(settings):
    told = []

    def listen(sender, email, **kwargs):
        told.append((email.pk, state(email)))
        raise ValueError

    message_failed.connect(listen)
    try:
        email = claimed(queue())
        plan_again(email, REFUSED, is_final=True)
        other = claimed(queue("noah@exemple.test"))
        plan_again(other, Answer("SMTPDataError", 451), is_final=False)
    finally:
        message_failed.disconnect(listen)
    assert told == [(email.pk, Delivery.FAILED)]
    assert Log.objects.filter(email=email).count() == 1


@pytest.mark.parametrize("field", ["halted", "withheld"])
def test_another_word_is_refused(field):
    queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.update(**{field: "x"})
