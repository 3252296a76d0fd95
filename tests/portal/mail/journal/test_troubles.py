"""What did not arrive is listed, and sent again when an officer decides so, with a trace."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email, RecipientDeliveryStatus

from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry
from snippets.mail.delivery.courier import send_due
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, Dispatch, SuppressedAddress
from tests.portal.accounts.people import officer, person_with, signed_in

PATH = "/messages-envoyes/en-difficulte/"
ADDRESS = "eloise@exemple.test"

pytestmark = pytest.mark.django_db


def queue(status, to=ADDRESS, **fields):
    email = queue_mail("offer_published", to=to, context={"offer_title": "Soudeuse"})
    Email.objects.filter(pk=email.pk).update(status=status, **fields)
    return Dispatch.objects.select_related("email").get(pk=email.pk)


@pytest.fixture
def browser():
    return signed_in(officer(first_name="Nadia", last_name="Roussel"))


def resend(browser, dispatch):
    return browser.post(f"/messages-envoyes/{dispatch.public_id}/renvoyer/", follow=True)


def test_only_what_did_not_arrive_is_listed(browser):
    queue(Delivery.FAILED, "echec@exemple.test")
    queue(Delivery.UNCERTAIN, "incertain@exemple.test")
    bounced = RecipientDeliveryStatus.HARD_BOUNCED
    queue(Delivery.SENT, "revenu@exemple.test", recipient_delivery_status=bounced)
    queue(Delivery.SENT, "arrive@exemple.test")
    queue(Delivery.REQUEUED, "attend@exemple.test")
    old = timezone.now() - timedelta(days=60)
    queue(Delivery.FAILED, "ancien@exemple.test", created=old)
    page = browser.get(PATH).content.decode()
    shown = {
        name
        for name in ("echec", "incertain", "revenu", "arrive", "attend", "ancien")
        if f"{name}@exemple.test" in page
    }
    assert shown == {"echec", "incertain", "revenu"}
    assert page.count("Envoyer de nouveau<") == 2, "what came back would come back again"
    entry = AuditEntry.objects.get(action=AuditEntry.Action.MAIL_TROUBLES_READ)
    assert entry.actor_name == "Nadia Roussel"


def test_nothing_to_worry_about_is_said(browser):
    page = browser.get(PATH).content.decode()
    assert "Tout est arrivé, ou est en route." in page


def test_page_costs_the_same_for_one_and_twenty(browser):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(PATH)
        return len(queries)

    queue(Delivery.FAILED)
    browser.get(PATH)
    one = cost()
    for number in range(19):
        queue(Delivery.UNCERTAIN, f"personne{number}@exemple.test")
    assert cost() == one


@pytest.mark.django_db(transaction=True)
def test_uncertain_message_is_sent_again_under_its_id_and_logged(browser):
    dispatch = queue(Delivery.UNCERTAIN)
    page = resend(browser, dispatch).content.decode()
    assert f"Le message repart vers {ADDRESS}." in page
    send_due()
    assert mail.outbox[0].message()["Message-ID"] == dispatch.email.message_id
    entry = AuditEntry.objects.get(action=AuditEntry.Action.MAIL_RESENT)
    assert ADDRESS not in str(entry.details)
    assert "déjà parti" in resend(browser, dispatch).content.decode()
    assert len(mail.outbox) == 1


def test_address_is_written_to_again(browser):
    row = SuppressedAddress.objects.create(address=ADDRESS, reason="unknown", detail="5.1.1")
    assert "L’adresse n’existe pas" in browser.get(PATH).content.decode()
    answer = browser.post(f"/messages-envoyes/adresses/{row.pk}/reprendre/", follow=True)
    assert f"Le site écrit de nouveau à {ADDRESS}." in answer.content.decode()
    assert not SuppressedAddress.objects.exists()
    assert AuditEntry.objects.filter(action=AuditEntry.Action.ADDRESS_RESTORED).count() == 1
    again = browser.post(f"/messages-envoyes/adresses/{row.pk}/reprendre/")
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("level", "sees", "has_link"),
    [
        (LevelName.EMPLOYMENT_OFFICER, True, True),
        (LevelName.COMMUNICATION, True, False),
    ],
)
def test_dashboard_counts_the_backlog(level, sees, has_link):
    queue(Delivery.UNCERTAIN)
    page = signed_in(person_with(level)).get("/cms/").content.decode()
    assert ('id="mail-backlog' in page) is sees
    assert ("Voir les messages en difficulté" in page) is has_link
