"""Stopping and choosing by a link of a message: no account, no cookie, nothing by GET."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.mail.preferences.mails import PREFERENCES_LINK
from snippets.mail.categories import optional_categories
from snippets.mail.preferences.links import MailLink, path_of
from snippets.mail.preferences.refusals import refuse_category, refused_categories
from snippets.mail.queue import queue_mail
from snippets.models import MailRefusal
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "eloise@exemple.test"
OPTIONAL = [category.key for category in optional_categories()]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reminder():
    return queue_mail("offer_expiring", to=ADDRESS, context={}).dispatch


@pytest.fixture
def stop(reminder):
    return path_of(MailLink.STOP, reminder)


@pytest.fixture
def choose(reminder):
    return path_of(MailLink.PREFERENCES, reminder)


@pytest.fixture
def program():
    """A mail program: no cookie, no token, never saw a page."""
    return Client(enforce_csrf_checks=True)


def test_one_click_stops_without_a_cookie_or_a_redirect(program, stop):
    for _ in range(2):
        response = program.post(stop, ONE_CLICK)
        assert response.status_code == 200
        assert not response.cookies
        assert "C’est arrêté" in response.content.decode()
    refusal = MailRefusal.objects.get()
    assert (refusal.address, refusal.category) == (ADDRESS, "reminders")
    assert refusal.source == MailRefusal.Source.ONE_CLICK


def test_one_click_is_taken_in_both_encodings(program, stop):
    body = "List-Unsubscribe=One-Click"
    program.post(stop, body, content_type="application/x-www-form-urlencoded")
    assert refused_categories(ADDRESS) == {"reminders"}
    MailRefusal.objects.all().delete()
    program.post(stop, ONE_CLICK)  # multipart
    assert refused_categories(ADDRESS) == {"reminders"}


@pytest.mark.parametrize(
    ("method", "status"),
    [("GET", 200), ("HEAD", 200), ("OPTIONS", 200), ("PUT", 405), ("DELETE", 405)],
)
def test_nothing_but_post_changes_anything(program, stop, choose, method, status):
    """The words that a post acts on, sent by another method: in the address and in the body."""
    words = "List-Unsubscribe=One-Click&save=1"
    for path in (stop, choose):
        kind = "application/x-www-form-urlencoded"
        response = program.generic(method, f"{path}?{words}", words, content_type=kind)
        assert response.status_code == status
    assert not MailRefusal.objects.exists()


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "x"}, {"accepted": "reminders"}])
def test_other_bodies_change_nothing(program, stop, choose, body):
    for path in (stop, choose):
        response = program.post(path, body)
        assert response.status_code == 422
        assert "<form" in response.content.decode()
    assert not MailRefusal.objects.exists()


def test_page_shows_one_button_and_a_masked_address(program, stop):
    response = program.get(stop)
    html = response.content.decode()
    assert html.count("<form") == html.count('<button class="btn') == 1
    assert "Ne plus recevoir ces messages</button>" in html
    assert "e•••@exemple.test" in html
    assert ADDRESS not in html
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_stop_can_be_undone_on_the_same_page(program, stop):
    program.post(stop, ONE_CLICK)
    assert "Recevoir de nouveau</button>" in program.get(stop).content.decode()
    response = program.post(stop, {"again": "1"})
    assert "recevra de nouveau" in response.content.decode()
    assert not MailRefusal.objects.exists()


def test_stop_leads_to_all_choices(program, stop, choose):
    for response in (program.get(stop), program.post(stop, ONE_CLICK)):
        assert f'href="{choose}"' in response.content.decode()


def test_category_that_is_gone_has_nothing_to_stop(program, reminder, stop):
    type(reminder).objects.update(category="former")
    assert "rien à arrêter" in program.get(stop).content.decode()
    assert program.post(stop, ONE_CLICK).status_code == 410
    assert not MailRefusal.objects.exists()


def test_choices_are_saved_and_shown_without_a_cookie(program, choose):
    response = program.post(choose, {"save": "1"})
    assert response.status_code == 200
    assert not response.cookies
    assert "Vos choix sont enregistrés" in response.content.decode()
    assert refused_categories(ADDRESS) == set(OPTIONAL)
    assert 'name="reminders"' in program.get(choose).content.decode()
    assert " checked" not in program.get(choose).content.decode()
    program.post(choose, {"save": "1"} | dict.fromkeys(OPTIONAL, "on"))
    assert refused_categories(ADDRESS) == set()
    assert " checked" in program.get(choose).content.decode()


def test_necessary_messages_are_told_and_have_no_box(program, choose):
    html = program.get(choose).content.decode()
    assert "Messages nécessaires" in html
    assert html.count('type="checkbox"') == len(OPTIONAL)
    program.post(choose, {"save": "1", "service": ""})
    assert refused_categories(ADDRESS) == set(OPTIONAL)


def test_links_act_on_their_own_address_only(program, choose):
    refuse_category(
        address="autre@exemple.test", category="reminders", source=MailRefusal.Source.ONE_CLICK
    )
    program.post(choose, {"save": "1", "reminders": "on", "address": "autre@exemple.test"})
    assert refused_categories("autre@exemple.test") == {"reminders"}


@pytest.mark.parametrize("kind", ["stop", "choose"])
def test_broken_and_old_links_offer_another(request, program, reminder, kind):
    path = request.getfixturevalue(kind)
    age = timezone.now() - timedelta(days=400)
    Email.objects.filter(pk=reminder.email_id).update(created=age)
    for broken in (path, f"{path[:-2]}/"):
        for response in (program.get(broken), program.post(broken, {**ONE_CLICK, "save": "1"})):
            assert response.status_code == 410
            assert 'action="/courriels/lien/"' in response.content.decode()
            assert "no-store" in response["Cache-Control"]
    assert not MailRefusal.objects.exists()


def ask(browser: Client, address: str):
    return browser.post("/courriels/lien/", {"address": address})


def test_new_link_is_sent_to_whom_we_write_or_who_has_an_account(client, reminder):
    person = UserFactory()
    for address in (ADDRESS.upper(), person.email):
        ask(client, address)
        email = Email.objects.filter(dispatch__key=PREFERENCES_LINK).latest("pk")
        assert email.to == [address.lower()]
        path = path_of(MailLink.PREFERENCES, email.dispatch)
        assert f"http://localhost:8000{path}" in email.message
        assert client.get(path).status_code == 200


def test_answer_does_not_tell_whether_an_address_is_known(client, reminder):
    known, unknown = (ask(client, address) for address in (ADDRESS, "inconnue@exemple.test"))
    assert known.status_code == unknown.status_code == 200
    html = [response.content.decode() for response in (known, unknown)]
    assert html[0].replace(ADDRESS, "x") == html[1].replace("inconnue@exemple.test", "x")
    assert not Email.objects.filter(to="inconnue@exemple.test").exists()


def test_links_are_limited_by_address_and_by_network(client, reminder):
    for _ in range(3):
        assert ask(client, ADDRESS).status_code == 200
    for address in (ADDRESS, ADDRESS.upper()):
        response = ask(client, address)
        assert response.status_code == 429
        assert "réessayez dans une heure" in response.content.decode()
    assert Email.objects.filter(dispatch__key=PREFERENCES_LINK).count() == 3
    for number in range(60):
        last = ask(client, f"personne{number}@exemple.test")
    assert last.status_code == 429


def test_a_stranger_alone_does_not_keep_somebody_from_a_link(client, reminder):
    for _ in range(20):
        ask(client, ADDRESS)
    assert ask(Client(REMOTE_ADDR="198.51.100.1"), ADDRESS).status_code == 200
    assert Email.objects.filter(dispatch__key=PREFERENCES_LINK).count() == 4


def test_the_same_work_is_done_for_an_unknown_address(client, reminder):
    work = []
    for address in (ADDRESS, "inconnue@exemple.test"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, address)
        work.append([query["sql"].split()[0] for query in queries if "INSERT" in query["sql"]])
    assert work[0] == work[1]
    assert ProcrastinateJob.objects.count() == 2, "of the reminder and of the link"


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@b", "x" * 300 + "@exemple.test"])
def test_wrong_address_is_explained(client, address):
    response = ask(client, address)
    assert response.status_code == 422
    assert "Le lien n’est pas parti" in response.content.decode()


def test_asking_for_a_link_needs_its_page(program):
    assert ask(program, ADDRESS).status_code == 403
