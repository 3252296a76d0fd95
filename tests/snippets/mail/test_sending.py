"""Beside delivery: the pace, what is withheld, files, what is forgotten, what is sent again."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from post_office.models import PRIORITY, Attachment, Email
from procrastinate.contrib.django.models import ProcrastinateJob

from snippets.mail.delivery import courier
from snippets.mail.delivery.answers import Answer, in_words
from snippets.mail.delivery.backlog import report_uncertain
from snippets.mail.delivery.claims import CLAIM_LASTS, claim, take_back_interrupted
from snippets.mail.delivery.courier import Courier, send_due, send_one
from snippets.mail.delivery.pace import take_turn
from snippets.mail.files import MAX_BYTES, MailFile
from snippets.mail.queue import queue_mail
from snippets.mail.resend import ResendError, resend
from snippets.mail.retention import delete_lost_files, empty_old_messages
from snippets.models import Delivery, Dispatch, MailRefusal, SendingPace, SuppressedAddress

ADDRESS = "eloise@exemple.test"
PDF = MailFile("CV d’Éloïse.pdf", b"%PDF-1.7 ...", "application/pdf")


def queue(key="offer_published", **changes):
    return queue_mail(key, **{"to": ADDRESS, "context": {"offer_title": "Soudeuse"}} | changes)


def state(email):
    email.refresh_from_db()
    return Delivery(email.status)


def set_status(email, status, age=timedelta(hours=1)):
    Email.objects.filter(pk=email.pk).update(status=status, last_updated=timezone.now() - age)


@pytest.mark.django_db
def test_message_that_a_person_refused_is_kept_but_never_leaves():
    MailRefusal.objects.create(
        address="Eloise@Exemple.test", category="reminders", source="one_click"
    )
    refused, needed = queue("offer_expiring", to="ELOISE@exemple.test"), queue()
    assert refused.dispatch.withheld == Dispatch.Withheld.DECLINED
    assert state(refused) == Delivery.WITHHELD
    assert send_due() == 1
    assert state(needed) == Delivery.SENT
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_refusal_after_queueing_still_counts():
    email = queue("offer_expiring")
    MailRefusal.objects.create(address=ADDRESS, category="reminders", source="preferences")
    assert send_one(email.pk)
    assert state(email) == Delivery.WITHHELD
    assert mail.outbox == []


@pytest.mark.django_db
def test_addresses_are_stored_under_one_form():
    SuppressedAddress.objects.create(address=" Eloise@Exemple.TEST ", reason="staff")
    assert queue().status == Delivery.WITHHELD
    with (
        pytest.raises(IntegrityError, match="normal_address"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE snippets_suppressedaddress SET address = upper(address)")


@pytest.mark.django_db(transaction=True)
def test_bulk_lets_the_others_pass_and_needs_no_job_of_its_own():
    campaign, reset = queue(bulk=True), queue()
    assert campaign.priority == PRIORITY.low
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"email_id": reset.pk}]
    with Courier() as courier:
        assert courier.send()
    assert state(reset) == Delivery.SENT
    assert state(campaign) == Delivery.QUEUED


@pytest.mark.django_db
def test_pace_makes_bulk_wait_and_lets_the_others_run_ahead(settings):
    settings.MAIL_PER_MINUTE = 60
    assert not take_turn(bulk=True)
    wait = take_turn(bulk=True)
    assert timedelta(0) < wait <= timedelta(seconds=1)
    ahead = sum(not take_turn(bulk=False) for _ in range(100))
    assert 60 <= ahead <= 62, "a minute's worth"
    assert take_turn(bulk=True) > timedelta(seconds=58)


@pytest.mark.django_db(transaction=True)
def test_pace_holds_for_all_workers_together(settings):
    settings.MAIL_PER_MINUTE = 10
    emails = [queue(bulk=True) for _ in range(6)]

    def work():
        send_due(seconds=0.2)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mail.outbox) == 1, "six seconds each"
    assert sum(state(email) == Delivery.QUEUED for email in emails) == 5


@pytest.mark.django_db
def test_there_is_one_pace():
    SendingPace.objects.create(pk=1)
    with pytest.raises(IntegrityError, match="only_one"):
        SendingPace.objects.create(pk=2)


@pytest.mark.django_db(transaction=True)
def test_message_abandoned_before_its_end_is_sent_by_another_worker():
    email = queue()
    set_status(email, Delivery.SENDING, age=CLAIM_LASTS - timedelta(seconds=30))
    assert take_back_interrupted() == 0
    set_status(email, Delivery.SENDING, age=CLAIM_LASTS + timedelta(seconds=1))
    assert take_back_interrupted() == 1
    assert send_due() == 1
    assert state(email) == Delivery.SENT


@pytest.mark.django_db(transaction=True)
def test_slow_worker_whose_message_was_taken_does_not_send_it(monkeypatch):
    email = queue()
    with Courier() as slow:
        held = claim(email.pk, longest_waiting=False)
        set_status(email, Delivery.SENDING)
        take_back_interrupted()
        assert send_one(email.pk)
        monkeypatch.setattr(courier, "claim", lambda *_, **__: held)
        assert slow.send(email.pk)
    assert len(mail.outbox) == 1
    assert state(email) == Delivery.SENT


@pytest.mark.django_db(transaction=True)
def test_handed_over_message_is_never_taken_back():
    email = queue()
    set_status(email, Delivery.HANDED_OVER)
    assert take_back_interrupted() == 0
    assert report_uncertain() == 1
    assert report_uncertain() == 0
    assert send_due() == 0


@pytest.mark.django_db(transaction=True)
def test_message_leaves_for_its_one_address_whatever_post_office_holds():
    email, lost = queue(), queue(to="x@exemple.test")
    Email.objects.filter(pk=email.pk).update(to="a@ex.fr, b@ex.fr", cc="c@ex.fr", bcc="d@ex.fr")
    lost.dispatch.delete()
    assert send_due() == 2
    (sent,) = mail.outbox
    assert sent.recipients() == [ADDRESS]
    lost.refresh_from_db()
    assert lost.status == Delivery.FAILED


@pytest.mark.django_db(transaction=True)
def test_person_sends_an_uncertain_message_again_under_the_same_id():
    email = queue()
    set_status(email, Delivery.UNCERTAIN)
    resend(email=email)
    assert send_due() == 1
    assert mail.outbox[0].message()["Message-ID"] == email.message_id
    with pytest.raises(ResendError, match="déjà parti"):
        resend(email=email)


@pytest.mark.django_db
def test_what_cannot_be_sent_again_says_why():
    email = queue()
    with pytest.raises(ResendError, match="va partir"):
        resend(email=email)
    set_status(email, Delivery.FAILED)
    SuppressedAddress.objects.create(address=ADDRESS, reason="unknown")
    with pytest.raises(ResendError, match="l’adresse ne reçoit plus"):
        resend(email=email)
    SuppressedAddress.objects.all().delete()
    Email.objects.update(created=timezone.now() - timedelta(days=61))
    empty_old_messages()
    with pytest.raises(ResendError, match="soixante jours"):
        resend(email=email)


@pytest.mark.django_db(transaction=True)
def test_file_is_attached_and_kept_out_of_the_public_folder(client):
    email = queue(attachments=[PDF])
    stored = email.attachments.get()
    assert Path(stored.file.name).name != PDF.name
    assert client.get(f"/media/{stored.file.name}").status_code == 404
    send_one(email.pk)
    (sent,) = mail.outbox
    assert [(name, content) for name, content, _ in sent.attachments] == [(PDF.name, PDF.content)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "files",
    [
        [MailFile("a.pdf", b"x" * (MAX_BYTES + 1), "application/pdf")],
        [MailFile("a.pdf", b"x" * (MAX_BYTES // 2 + 1), "application/pdf")] * 2,
        [MailFile("  ", b"x", "application/pdf")],
        [MailFile("a.pdf", b"x", "application/pdf\r\nBcc: b@exemple.test")],
        [MailFile("a\r\nBcc: b@exemple.test", b"x", "application/pdf")],
        [MailFile("a.pdf", b"x", "pdf")],
    ],
)
def test_file_that_cannot_be_sent_is_refused_and_nothing_is_stored(files):
    with pytest.raises(ValueError, match="file"):
        queue(attachments=files)
    assert not Email.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_texts_and_files_are_forgotten_after_sixty_days():
    old, recent, waiting = queue(attachments=[PDF]), queue(attachments=[PDF]), queue()
    for email in (old, recent):
        set_status(email, Delivery.SENT)
    gone, kept = old.attachments.get().file, recent.attachments.get().file
    now = timezone.now()
    Email.objects.exclude(pk=recent.pk).update(created=now - timedelta(days=60, minutes=1))
    Email.objects.filter(pk=recent.pk).update(created=now - timedelta(days=59))
    assert empty_old_messages() == 1
    assert delete_lost_files() == 1
    for email in (old, recent, waiting):
        email.refresh_from_db()
    assert (old.message, old.html_message) == ("", "")
    assert old.subject, "the journal says what it was"
    assert old.dispatch.emptied_at
    assert recent.message
    assert waiting.message, "it may still leave"
    assert not gone.storage.exists(gone.name)
    assert kept.storage.exists(kept.name)
    assert empty_old_messages() == 0


@pytest.mark.parametrize(
    ("error", "code", "enhanced", "final"),
    [
        ("SMTPRecipientsRefused", 550, "5.1.1", True),
        ("SMTPRecipientsRefused", 450, "4.2.2", False),
        ("SMTPDataError", 554, "", True),
        ("SMTPSenderRefused", 550, "5.7.1", False),
        ("SMTPSenderRefused", 552, "5.3.4", True),
        ("SMTPAuthenticationError", 535, "5.7.8", False),
        ("ConnectionRefusedError", 0, "", False),
    ],
)
def test_only_a_refusal_of_this_message_is_final(error, code, enhanced, final):
    answer = Answer(error, code, enhanced)
    assert answer.is_final is final
    words = in_words(answer.codes, answer.error)
    assert words.endswith(".")
    assert "SMTP" not in words
