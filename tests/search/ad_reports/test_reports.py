import datetime
import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.ad_reports import services
from search.models import AdReport
from snippets.networks import client_address
from tests.factories import JobOfferPageFactory, UserFactory
from tests.races import at_once
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db

VALID = {"reason": "scam", "message": "On me demande 50 €.", "email": "lea@exemple.test"}


@pytest.fixture
def row():
    return make_row(title="Maçon ou maçonne")


@pytest.fixture
def address(row):
    return reverse("search:report", args=[row.pk])


@pytest.fixture
def mails():
    from post_office.models import Email

    return Email.objects.order_by("pk")


def text_of(response):
    return html.unescape(response.content.decode())


def test_form_names_the_offer(client, address):
    page = text_of(client.get(address))
    assert "Maçon ou maçonne" in page
    assert "On demande de l’argent" in page


def test_report_is_kept_and_told_to_the_service(client, address, row, mails):
    response = client.post(address, VALID, follow=True)
    assert "votre signalement est envoyé" in text_of(response)
    report = AdReport.objects.get()
    assert (report.opportunity_id, report.title, report.url) == (row.pk, row.title, row.url)
    assert (report.reason, report.message, report.email) == tuple(VALID.values())
    mail = mails.get()
    assert mail.to == ["emploi@declic.example"]
    assert "Maçon ou maçonne" in mail.message
    assert "On me demande 50 €." in mail.message
    assert mail.headers["Reply-To"] == "lea@exemple.test"


def test_message_and_address_are_optional(client, address):
    client.post(address, {"reason": "filled"})
    assert AdReport.objects.get().email == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "zz"}, "reason"),
        ({"message": "a" * 2001}, "message"),
        ({"email": "pas une adresse"}, "email"),
        ({"email": "a@b.fr\r\nBcc: tous@exemple.test"}, "email"),
    ],
)
def test_errors_are_beside_the_field_and_nothing_is_lost(client, address, changes, field):
    response = client.post(address, VALID | changes)
    page = text_of(response)
    assert response.status_code == 422
    assert f'href="#champ-{field}"' in page
    assert f'id="id_{field}_error"' in page
    assert 'aria-invalid="true"' in page
    assert (VALID | changes)["message"][:20] in page
    assert not AdReport.objects.exists()


def test_header_injection_in_the_title_stays_in_the_text(client, mails):
    row = make_row(title="Maçon\r\nBcc: tous@exemple.test")
    client.post(reverse("search:report", args=[row.pk]), VALID)
    mail = mails.get()
    assert "\n" not in mail.subject
    assert not mail.bcc
    assert mail.to == ["emploi@declic.example"]


def test_hostile_message_is_escaped_when_shown_again(client, address):
    response = client.post(
        address, {"reason": "", "message": "</textarea><script>alert(1)</script>"}
    )
    assert "<script>alert" not in response.content.decode()


def test_robot_is_thanked_and_nothing_is_kept(client, address, mails):
    response = client.post(address, VALID | {"website": "http://spam.test"})
    assert response.status_code == 302
    assert not AdReport.objects.exists()
    assert not mails.exists()


def test_too_many_reports_from_one_address(client, address):
    for _ in range(services.REPORTS.most):
        assert client.post(address, VALID).status_code == 302
    response = client.post(address, VALID)
    assert response.status_code == 429
    assert "plusieurs signalements en peu de temps" in text_of(response)
    assert AdReport.objects.count() == services.REPORTS.most
    assert client.post(address, VALID, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_forged_header_does_not_change_the_address(client, address):
    for number in range(services.REPORTS.most):
        client.post(address, VALID, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.post(address, VALID).status_code == 429


def test_address_behind_a_proxy_is_the_one_it_wrote(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert client_address(request) == "192.0.2.7"


def test_an_ipv6_subscriber_is_one_visitor(client, address):
    for number in range(services.REPORTS.most):
        client.post(address, VALID, REMOTE_ADDR=f"2001:db8::{number}")
    assert client.post(address, VALID, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.post(address, VALID, REMOTE_ADDR="2001:db8:0:1::1").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_reports_at_once_pass_exactly_the_limit(address):
    def send() -> int:
        return Client().post(address, VALID).status_code

    answers = at_once(*[send] * 24)
    assert sorted(answers) == [302] * 5 + [429] * 19
    assert AdReport.objects.count() == 5


def test_unknown_and_expired_offers_cannot_be_reported(client):
    expired = make_row(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get("/offres/1/signaler/").status_code == 404
    assert client.get(f"/offres/{expired.pk}/signaler/").status_code == 404
    assert client.post(f"/offres/{expired.pk}/signaler/", VALID).status_code == 404


# --- In the CMS ---------------------------------------------------------------------------------


@pytest.fixture
def report(client):
    page = JobOfferPageFactory.row(title="Maçon ou maçonne")
    client.post(reverse("search:report", args=[page.pk]), VALID)
    return AdReport.objects.get()


@pytest.fixture
def staff(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


def viewset_url(name, *args):
    return reverse(AdReport.snippet_viewset.get_url_name(name), args=args)


def test_reports_are_listed_with_their_offer(client, report, staff):
    page = text_of(client.get(viewset_url("list")))
    assert "Maçon ou maçonne" in page
    assert "À traiter" in page
    assert f'href="{report.url}"' in page
    assert reverse("opportunity_withdraw", args=[report.opportunity_id]) in page


def test_a_report_is_marked_as_handled_once(client, report, staff):
    edit = viewset_url("edit", report.pk)
    assert "On me demande 50 €." in text_of(client.get(edit))
    shown = text_of(client.get(edit))
    assert shown.count("Pas encore") == 2
    client.post(edit, {"handled": "on"})
    report.refresh_from_db()
    handled_at = report.handled_at
    assert report.handled_by == staff
    client.post(edit, {"handled": "on"})
    report.refresh_from_db()
    assert report.handled_at == handled_at
    client.post(edit, {})
    report.refresh_from_db()
    assert (report.handled_at, report.handled_by) == (None, None)


@pytest.mark.parametrize("action", ["add", "delete"])
def test_nobody_adds_or_deletes_a_report(client, report, staff, action):
    arguments = (report.pk,) if action == "delete" else ()
    assert client.post(viewset_url(action, *arguments)).status_code == 302
    assert AdReport.objects.count() == 1


def test_reports_are_among_the_others_of_the_menu_and_exported(client, report, staff):
    menu = client.get("/cms/").content.decode()
    assert menu.index("/cms/rapports/fin-proche/") < menu.index(viewset_url("list"))
    assert menu.index(viewset_url("list")) < menu.index("/cms/rapports/doublons/")
    sheet = b"".join(client.get(viewset_url("list"), {"export": "csv"}).streaming_content).decode()
    assert "Maçon ou maçonne" in sheet
    assert "On demande de l’argent" in sheet
