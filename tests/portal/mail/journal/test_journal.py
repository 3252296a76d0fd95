"""What was sent to a person, in plain words, for officers; every reading is logged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email, Log, RecipientDeliveryStatus

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry
from portal.mail.journal.lines import JournalLine
from portal.mail.journal.services import fingerprint, read_journal
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, Dispatch, MailRefusal, SuppressedAddress
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import join, officer, person_with, signed_in

pytestmark = pytest.mark.django_db

PATH = "/messages-envoyes/"
ADDRESS = "eloise@exemple.test"
READ = AuditEntry.Action.MAIL_JOURNAL_READ


def send(to: str = ADDRESS, key: str = "offer_expiring", **fields) -> Dispatch:
    email = queue_mail(key, to=to, context={})
    Email.objects.filter(pk=email.pk).update(**fields)
    return Dispatch.objects.get(pk=email.pk)


@pytest.fixture
def browser():
    return signed_in(officer(first_name="Nadia", last_name="Roussel"))


def look(browser, address: str = ADDRESS, **fields) -> str:
    response = browser.post(PATH, {"address": address, **fields})
    assert response.status_code == 200
    return response.content.decode()


def test_officer_sees_the_messages_of_one_exact_address_without_their_text(browser):
    send(subject="Votre offre se termine", message="Un texte privé")
    send(f"x{ADDRESS}", subject="À quelqu’un d’autre")
    html = look(browser, f" {ADDRESS.upper()} ")
    assert "1\u00a0message pour" in html
    assert "Votre offre se termine" in html
    assert "Annonce bientôt terminée" in html
    assert "Un texte privé" not in html
    assert "À quelqu’un d’autre" not in html


@pytest.mark.parametrize("address", ["", "exemple.test", "%", "eloise@"])
def test_part_of_an_address_finds_nobody(browser, address):
    send()
    response = browser.post(PATH, {"address": address})
    assert response.status_code == 422
    assert not AuditEntry.objects.filter(action=READ).exists()


def test_each_reading_is_a_line_of_the_log_without_the_address(browser):
    person = UserFactory(email=ADDRESS)
    send()
    look(browser)
    look(browser, "inconnue@exemple.test")
    browser.get(PATH)
    known, unknown = AuditEntry.objects.filter(action=READ).order_by("pk")
    assert (known.actor_name, known.subject) == ("Nadia Roussel", person)
    assert unknown.subject is None
    assert unknown.details == {"fingerprint": fingerprint("Inconnue@exemple.test"), "page": 1}
    assert "exemple" not in str(unknown.details)


def test_nobody_else_reads_it():
    send()
    for level in (LevelName.COMMUNICATION, LevelName.RIGHTS_ADMINISTRATOR, LevelName.ADVISER):
        response = signed_in(person_with(level)).post(PATH, {"address": ADDRESS})
        assert response.status_code == 403
    assert not AuditEntry.objects.filter(action=READ).exists()


SENT, FAILED = Delivery.SENT, Delivery.FAILED
STATUS = RecipientDeliveryStatus


@pytest.mark.parametrize(
    ("fields", "log", "state", "words"),
    [
        ({}, None, "Attend", ""),
        ({"scheduled_time": "later"}, None, "Attend", "Partira le "),
        ({"status": Delivery.REQUEUED}, ("451 4.2.2", ""), "Attend", "pleine. Nous réessayons"),
        ({"status": Delivery.SENDING}, None, "Part", ""),
        ({"status": SENT}, None, "Envoyé", ""),
        ({"status": SENT, "recipient_delivery_status": STATUS.DELIVERED}, None, "Arrivé", ""),
        (
            {"status": SENT, "recipient_delivery_status": STATUS.DEFERRED},
            None,
            "Envoyé",
            "fait attendre",
        ),
        (
            {"status": SENT, "recipient_delivery_status": STATUS.HARD_BOUNCED},
            ("5.1.1", ""),
            "Revenu",
            "n’existe pas",
        ),
        (
            {"status": SENT, "recipient_delivery_status": STATUS.SPAM_COMPLAINT},
            None,
            "Envoyé",
            "indésirable",
        ),
        ({"status": FAILED}, ("550", "SMTPDataError"), "Pas parti", "a refusé le message"),
        ({"status": Delivery.UNCERTAIN}, None, "Incertain", "peut-être arrivé"),
        ({"status": Delivery.HELD}, None, "Attend", "en pause"),
    ],
)
def test_state_is_said_in_plain_words(fields, log, state, words):
    if "scheduled_time" in fields:
        fields = {"scheduled_time": timezone.now() + timedelta(days=2)}
    dispatch = send(**fields)
    if log:
        Log.objects.create(email=dispatch.email, status=FAILED, message="", exception_type="x")
        Log.objects.create(
            email=dispatch.email, status=FAILED, message=log[0], exception_type=log[1]
        )
    line = JournalLine.of(dispatch)
    assert line.state == state
    assert words in line.reason
    assert bool(words) == bool(line.reason)


def test_every_state_has_its_words():
    dispatch = send()
    for status in Delivery:
        dispatch.email.status = status
        assert JournalLine.of(dispatch).state
    for reason in Dispatch.Withheld.values:
        dispatch.withheld, dispatch.email.status = reason, Delivery.WITHHELD
        assert JournalLine.of(dispatch).reason


def test_withheld_messages_say_why(browser):
    MailRefusal.objects.create(address=ADDRESS, category="reminders", source="one_click")
    send()
    assert "La personne ne veut plus de ces messages." in look(browser)
    SuppressedAddress.objects.create(address=ADDRESS, reason="bounces")
    send(key="offer_published")
    html = look(browser)
    assert "L’adresse ne reçoit plus nos messages." in html
    assert html.count("Retenu") == 2


def test_message_that_the_code_forgot_is_still_listed(browser):
    dispatch = send(subject="Ancien message")
    Dispatch.objects.filter(pk=dispatch.pk).update(key="former")
    assert "Ancien message" in look(browser)


def test_pages_are_posted_and_cost_the_same(browser):
    costs = []
    for count in (1, 19, 5):
        for _ in range(count):
            send()
        look(browser)
        with CaptureQueriesContext(connection) as queries:
            html = look(browser)
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]
    assert "Page 1 sur 2" in html
    assert 'name="page" value="2"' in html.replace("\n", " ").replace("              ", "")
    assert "Page 2 sur 2" in look(browser, page="2")
    assert "Page 2 sur 2" in look(browser, page="99")
    assert "Page 1 sur 2" in look(browser, page="x")


def test_pages_hold_the_newest_first():
    for number in range(25):
        send(subject=f"Message {number}")
    actor = Actor(officer())
    first = read_journal(address=ADDRESS, page=None, actor=actor)
    second = read_journal(address=ADDRESS, page="2", actor=actor)
    subjects = [line.subject for line in [*first.lines, *second.lines]]
    assert subjects == [f"Message {number}" for number in reversed(range(25))]


def test_page_is_never_kept_and_its_address_is_bare(browser):
    response = browser.post(PATH, {"address": ADDRESS})
    assert "no-store" in response["Cache-Control"]
    assert ADDRESS not in str(dict(browser.session))


def test_organisation_and_cms_lead_to_the_journal(browser):
    organisation = OrganisationFactory()
    member = join(organisation).user
    html = browser.get(f"/organisations/verifier/{organisation.slug}/").content.decode()
    assert f'action="{PATH}"' in html
    assert f'value="{member.email}"' in html
    assert PATH in browser.get("/cms/").content.decode()
