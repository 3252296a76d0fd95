"""The home of campaigns while one is sent, its pages, and what a poll costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.mailing.models import Campaign, Source
from portal.mailing.states import Status
from tests.portal.accounts.people import officer, person_with, signed_in
from tests.portal.mailing.world import approved, campaign, earlier_campaign

pytestmark = pytest.mark.django_db
HOME = "/communication/campagnes/"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


@pytest.fixture(scope="module")
def moving(author: User) -> Campaign:
    made = earlier_campaign(author, "un@exemple.test", "deux@exemple.test", name="Forum")
    return approved(made, status="sending", started_at=timezone.now())


@pytest.fixture
def browser(author: User) -> Client:
    return signed_in(author)


def polled(page: str) -> str:
    """The address that a script asks for again."""
    return re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")


def test_the_last_poll_says_that_it_is_over_and_takes_nothing_away(
    moving: Campaign, browser: Client
) -> None:
    page = browser.get(HOME).content.decode()
    asked = polled(page)
    ids = [f'id="etat-{moving.pk}"', f'id="avancement-{moving.pk}"']
    answer = browser.get(asked, headers=SCRIPT)
    assert answer.status_code == 200
    for one in ids:
        assert one in page
        assert one in answer.content.decode()
    moving.recipients.update(kept_outcome="sent")
    approved(moving, status="sent", ended_at=timezone.now())
    last = browser.get(asked, headers=SCRIPT)
    # 286: htmx asks no more.
    assert last.status_code == 286
    said = last.content.decode()
    assert all(one in said for one in ids)
    assert "Terminée" in said
    assert "2 sur 2" in said
    # Each replaces its own: nothing that has the focus is swapped.
    assert said.count('hx-swap-oob="true"') == 2
    assert "<a " not in said


def test_what_is_followed_is_what_one_may_see(moving: Campaign, browser: Client) -> None:
    for wrong in ("x", "-1", "9" * 40, "0"):
        assert browser.get(f"{HOME}?suivre={wrong}", headers=SCRIPT).status_code == 286
    Campaign.objects.filter(pk=moving.pk).update(source=Source.CANDIDATES)
    communication = signed_in(person_with(LevelName.COMMUNICATION))
    for visitor, shown in ((browser, True), (communication, False)):
        answer = visitor.get(f"{HOME}?suivre={moving.pk}", headers=SCRIPT)
        assert (f'id="etat-{moving.pk}"' in answer.content.decode()) == shown


def test_a_poll_reads_the_lines_that_move_alone(moving: Campaign, browser: Client) -> None:
    asked = polled(browser.get(HOME).content.decode())
    with CaptureQueriesContext(connection) as home:
        browser.get(HOME)
    with CaptureQueriesContext(connection) as poll:
        browser.get(asked, headers=SCRIPT)
    assert len(poll) <= len(home) - 3


def test_numbers_of_what_is_over_are_not_counted_at_each_visit(
    author: User, browser: Client
) -> None:
    Campaign.objects.update(status=Status.DRAFT)
    row = earlier_campaign(author, "un@exemple.test")
    approved(row, status="sent", ended_at=timezone.now())
    for _ in range(2):
        with CaptureQueriesContext(connection) as done:
            (line,) = browser.get(HOME).context["past"]
        assert line.progress.total == 1
    assert not any("mailing_campaignrecipient" in query["sql"] for query in done.captured_queries)


def test_the_bar_of_a_campaign_comes_alone_and_its_links_keep_the_focus(
    moving: Campaign, browser: Client
) -> None:
    moving.recipients.filter(address="un@exemple.test").update(kept_outcome="sent")
    answer = browser.get(f"{HOME}{moving.pk}/", headers=SCRIPT).content.decode()
    assert "1 sur 2 traités" in answer
    assert "<h1" not in answer
    # A comment that Django does not read as one.
    assert "{#" not in answer
    links = re.findall(r"<a [^>]*etat=[^>]*>", answer)
    assert links
    assert all("id=" in link for link in links)


@pytest.mark.parametrize(
    ("name", "key"), [("encours", "lines"), ("brouillons", "mine"), ("collegues", "others")]
)
def test_each_list_of_the_home_has_pages(author: User, name: str, key: str) -> None:
    colleague = officer()
    Campaign.objects.update(status=Status.CANCELLED)
    for number in range(22):
        made = campaign(author, name=f"Campagne {number}")
        if name == "encours":
            Campaign.objects.filter(pk=made.pk).update(status=Status.SUBMITTED)
    visitor = signed_in(colleague if name == "collegues" else author)
    first = visitor.get(HOME)
    assert len(first.context[key]) == 20
    assert f"?{name}=2" in first.content.decode()
    assert len(visitor.get(HOME, {name: "2"}).context[key]) == 2
    assert len(visitor.get(HOME, {name: "x"}).context[key]) == 20


def test_the_home_costs_the_same_with_one_and_twenty_that_wait(
    author: User, browser: Client
) -> None:
    def cost(count: int) -> Any:
        for _ in range(count):
            Campaign.objects.filter(pk=campaign(author).pk).update(status=Status.SUBMITTED)
        browser.get(HOME)
        with CaptureQueriesContext(connection) as done:
            browser.get(HOME)
        return len(done)

    assert cost(1) == cost(18)
