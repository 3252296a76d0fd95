"""What comes back: read rightly, believed only about our messages, applied once."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import Email, RecipientDeliveryStatus

from snippets.mail.categories import optional_categories
from snippets.mail.delivery.courier import send_one
from snippets.mail.queue import queue_mail
from snippets.mail.returns.bounces import apply_reports
from snippets.mail.returns.reports import MAX_BYTES, Action, ReportError, read_reports
from snippets.models import Delivery, Dispatch, MailRefusal, SuppressedAddress

ADDRESS = "eloise@exemple.test"
SECRET = "a-secret-of-the-mail-server"


def queue(to=ADDRESS, key="offer_published"):
    return queue_mail(key, to=to, context={"offer_title": "Soudeuse"})


def sent(to=ADDRESS, key="offer_published"):
    email = queue(to, key)
    send_one(email.pk)
    email.refresh_from_db()
    return email


def delivery_report(message_id, *, action="failed", status="5.1.1", to=ADDRESS, headers_only=False):
    """A report in the shape of RFC 3464, as Postfix writes it."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@relais.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: retours@declic.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"
Message-Id: <20261124090000.ABC@relais.example>

--limite
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0100 (CET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.exemple.test
Diagnostic-Code: smtp; 550 {status} <{to}>: user unknown

--limite
Content-Type: {kind}

Message-ID: {message_id}
Subject: =?utf-8?q?Votre_offre?=
To: {to}

Bonjour
--limite--
""".replace("\n", "\r\n").encode()


def complaint(message_id):
    """A complaint in the shape of RFC 5965, the address redacted as large providers do."""
    return f"""\
From: <abusedesk@fournisseur.example>
Subject: FW: Votre offre
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="limite"

--limite
Content-Type: text/plain

This is an email abuse report.

--limite
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <redacted@fournisseur.example>

--limite
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: x

y
--limite--
""".encode()


def back(email):
    email.refresh_from_db()
    return email.recipient_delivery_status


@pytest.mark.parametrize("headers_only", [False, True])
def test_delivery_report_is_read(headers_only):
    raw = delivery_report("<a@declic.example>", headers_only=headers_only, to="Eloise@Exemple.test")
    (report,) = read_reports(raw)
    assert report.action is Action.FAILED
    assert report.message_id == "<a@declic.example>"
    assert report.addresses == {ADDRESS}
    assert report.status == "5.1.1"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: x\r\n\r\nBonjour",
        b'Content-Type: multipart/report; boundary="x"\r\n\r\n--x--',
        delivery_report("").replace(b"Message-ID:", b"X-Other:"),
        delivery_report("<a@b>").replace(b"Action: failed", b"Action: expandes"),
        b"x" * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(raw):
    with pytest.raises(ReportError, match=r"\w{4,}"):
        read_reports(raw)


@given(cut=st.integers(0, 1100), noise=st.binary(max_size=40))
def test_damaged_report_never_breaks_the_reader(cut, noise):
    raw = delivery_report("<a@declic.example>")
    try:
        reports = read_reports(raw[:cut] + noise + raw[cut:])
    except ReportError:
        return
    assert all(report.message_id for report in reports)


@pytest.mark.django_db
def test_unknown_address_is_told_and_not_written_to_again():
    email = sent()
    assert apply_reports(raw=delivery_report(email.message_id)) == 1
    assert back(email) == RecipientDeliveryStatus.HARD_BOUNCED
    assert email.logs.filter(message="5.1.1").count() == 1
    suppressed = SuppressedAddress.objects.get()
    assert (suppressed.address, suppressed.reason) == (ADDRESS, "unknown")

    later = queue()
    assert later.status == Delivery.WITHHELD
    assert later.dispatch.withheld == Dispatch.Withheld.SUPPRESSED
    assert not send_one(later.pk)


@pytest.mark.django_db
def test_the_same_report_again_changes_nothing():
    email = sent()
    raw = delivery_report(email.message_id)
    assert [apply_reports(raw=raw), apply_reports(raw=raw)] == [1, 0]
    assert email.logs.filter(message="5.1.1").count() == 1


@pytest.mark.django_db
def test_report_about_no_message_of_ours_is_not_believed():
    email = sent()
    forged = [f"<{uuid.uuid4().hex}@declic.example>", "<x@declic.example>"]
    forged.append(email.message_id.replace("@", "@ailleurs."))
    assert [apply_reports(raw=delivery_report(message_id)) for message_id in forged] == [0, 0, 0]
    assert back(email) == RecipientDeliveryStatus.ACCEPTED
    assert not SuppressedAddress.objects.exists()


@pytest.mark.django_db
def test_dead_mailbox_behind_a_forward_does_not_condemn_the_address():
    email = sent()
    apply_reports(raw=delivery_report(email.message_id, to="ancienne@ailleurs.test"))
    assert back(email) == RecipientDeliveryStatus.HARD_BOUNCED
    assert not SuppressedAddress.objects.exists()


@pytest.mark.django_db
def test_full_mailbox_is_given_up_after_three_messages_in_a_row():
    first, second, third, fourth = (sent() for _ in range(4))
    for email in (first, second, fourth):
        apply_reports(raw=delivery_report(email.message_id, status="4.2.2"))
        assert not SuppressedAddress.objects.exists(), "one of the last three arrived"
    apply_reports(raw=delivery_report(third.message_id, status="4.2.2"))
    assert SuppressedAddress.objects.get().reason == "bounces"


@pytest.mark.django_db
def test_delay_is_shown_and_forgotten_once_delivered():
    email = sent()
    apply_reports(raw=delivery_report(email.message_id, action="delayed", status="4.4.1"))
    assert back(email) == RecipientDeliveryStatus.DEFERRED
    apply_reports(raw=delivery_report(email.message_id, action="delivered", status="2.0.0"))
    assert back(email) == RecipientDeliveryStatus.DELIVERED
    assert not SuppressedAddress.objects.exists()


@pytest.mark.django_db
def test_report_proves_that_an_uncertain_message_left():
    email = queue()
    Email.objects.filter(pk=email.pk).update(status=Delivery.UNCERTAIN)
    apply_reports(raw=delivery_report(email.message_id, status="5.2.2"))
    email.refresh_from_db()
    assert email.status == Delivery.SENT


@pytest.mark.django_db
def test_complaint_stops_what_can_be_stopped_and_nothing_else():
    email = sent(key="offer_expiring")
    apply_reports(raw=complaint(email.message_id))
    assert back(email) == RecipientDeliveryStatus.SPAM_COMPLAINT
    refused = MailRefusal.objects.filter(address=ADDRESS, source="complaint")
    assert set(refused.values_list("category", flat=True)) == {
        category.key for category in optional_categories()
    }
    assert queue(key="offer_expiring").dispatch.withheld == Dispatch.Withheld.DECLINED
    assert queue(key="offer_published").status == Delivery.QUEUED


@pytest.mark.django_db
def test_refusal_at_the_door_says_the_same_as_a_report():
    # Aged three months: bounces of another season count for nothing.
    old = [sent() for _ in range(3)]
    for email in old:
        apply_reports(raw=delivery_report(email.message_id, status="4.2.2"))
    SuppressedAddress.objects.all().delete()
    Email.objects.update(created=timezone.now() - timedelta(days=90))
    email = sent()
    apply_reports(raw=delivery_report(email.message_id, status="4.2.2"))
    assert not SuppressedAddress.objects.exists()


def post(client, raw, secret=SECRET):
    return client.post(
        reverse("snippets:mail_reports"),
        data=raw,
        content_type="message/rfc822",
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )


@pytest.mark.django_db
def test_mail_server_posts_a_report(client, settings):
    settings.MAIL_REPORTS_TOKEN = SECRET
    email = sent()
    answer = post(client, delivery_report(email.message_id))
    assert (answer.status_code, answer.json()) == (200, {"applied": 1})
    assert "no-store" in answer["Cache-Control"]
    assert back(email) == RecipientDeliveryStatus.HARD_BOUNCED


@pytest.mark.django_db
def test_post_without_the_secret_changes_nothing(client, settings):
    email = sent()
    raw = delivery_report(email.message_id)
    assert post(client, raw, "").status_code == 404, "no secret is set"
    assert post(client, raw).status_code == 404
    settings.MAIL_REPORTS_TOKEN = SECRET
    for wrong in ("", "another", f"{SECRET}x", "é"):
        assert post(client, raw, wrong).status_code == 401
    assert client.get(reverse("snippets:mail_reports")).status_code == 405
    assert back(email) == RecipientDeliveryStatus.ACCEPTED


@pytest.mark.django_db
def test_post_that_is_no_report_is_answered_with_the_reason(client, settings):
    settings.MAIL_REPORTS_TOKEN = SECRET
    assert post(client, b"Bonjour").status_code == 422
    assert post(client, b"x" * (MAX_BYTES + 1)).status_code == 413


def parts(*inside, head=""):
    """A report made of these parts, as no server writes them."""
    whole = "".join(f"--B\r\n{part}\r\n" for part in inside)
    return f"Content-Type: multipart/report; boundary=B\r\n{head}\r\n{whole}--B--".encode("latin-1")


NESTED = "".join(
    f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n"
    for depth in range(3000)
)
HEADERS = "Content-Type: text/rfc822-headers"
ODD = {
    "deep": parts(NESTED),
    "messages in messages": parts("Content-Type: message/rfc822\r\n\r\n" * 20_000),
    "unknown charset": parts(f"{HEADERS}; charset=klingon\r\n\r\nX: y"),
    "damaged base64": parts(f"{HEADERS}\r\nContent-Transfer-Encoding: base64\r\n\r\n####"),
    "wide text": parts(f"{HEADERS}; charset=utf-16\r\n\r\n\xff\xfe\x00\x01"),
    "long header": parts("X: y\r\n\r\nz", head=f"To: {'a@b, ' * 200_000}\r\n"),
    "long identifier": parts(f"Message-ID: {'(<' * 400_000}\r\n\r\nx"),
    "empty identifier": parts("Message-ID:\r\n\r\nx"),
    "many parameters": b"Content-Type: multipart/report; " + b"a=b; " * 180_000 + b"\r\n\r\nx",
    "odd parameters": b"Content-Type: multipart/report; boundary*99999999999999999999=b; "
    b"boundary*=klingon'fr'%ff\r\n\r\nx",
    "many groups": parts(
        "Content-Type: message/delivery-status\r\n\r\n" + "a: b\r\n\r\n" * 100_000
    ),
    "blank lines": parts("Content-Type: message/delivery-status\r\n\r\n" + "\r\n" * 500_000),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD)
def test_a_post_that_no_server_makes_is_refused_and_never_a_fault(client, settings, name):
    settings.MAIL_REPORTS_TOKEN = SECRET
    assert len(ODD[name]) < MAX_BYTES
    answer = post(client, ODD[name])
    assert answer.status_code == 422, answer.content
    assert len(answer.json()["detail"]) < 200


def test_a_report_of_which_the_text_has_an_unknown_charset_is_still_read():
    raw = delivery_report("<a@declic.example>", headers_only=True)
    odd = raw.replace(b"text/rfc822-headers", b"text/rfc822-headers; charset=klingon")
    assert read_reports(odd) == read_reports(raw)


@pytest.mark.django_db
def test_mail_server_pipes_a_report(tmp_path, capsys):
    email = sent()
    report = tmp_path / "report.eml"
    report.write_bytes(delivery_report(email.message_id))
    call_command("mail_report", str(report))
    assert capsys.readouterr().out == "1 message(s) mis à jour\n"
    report.write_bytes(b"Bonjour")
    with pytest.raises(CommandError, match="multipart/report"):
        call_command("mail_report", str(report))
    with pytest.raises(CommandError, match="No such file"):
        call_command("mail_report", str(tmp_path / "rien.eml"))
