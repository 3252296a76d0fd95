"""« Pourquoi ai-je reçu ce courriel ? »: what is told, what may be stopped, by POST alone."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from post_office.models import STATUS, Email, Log

from portal.mailing.models import CampaignRecipient, Origin, Source
from portal.mailing.services.forgetting import forget
from portal.mailing.services.stopping import KEYS
from portal.mailing.why import why_of
from snippets.mail.preferences.links import MailLink, path_of
from snippets.mail.preferences.refusals import refuse_category, refused_categories
from snippets.models import MailRefusal
from tests.portal.mailing.rows import REASON, RULE, make_campaign, make_recipient, queue_one

pytestmark = pytest.mark.django_db
ADDRESS = "ines@exemple.test"
CANDIDATES = "campaigns_candidates"


@pytest.fixture
def email():
    return queue_one(make_campaign())


@pytest.fixture
def page(email):
    return path_of(MailLink.WHY, email.dispatch)


@pytest.fixture
def program():
    """A mail program: no cookie, no token, never saw a page."""
    return Client(enforce_csrf_checks=True)


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_page_says_what_the_list_says(program, email, page):
    response = program.get(page)
    told = text_of(response)
    why = why_of(CampaignRecipient.objects.get())
    assert (why.rule, why.reason) == (RULE, REASON)
    assert why.sender == "Nadia Roussel, service emploi"
    assert "le compte de la personne. Ce compte existe depuis le 2 mars 2026" in why.source
    for words in (why.rule, why.reason, why.source, why.sender, why.replies):
        assert " ".join(words.split()) in told
    assert ADDRESS not in told
    assert "i•••@exemple.test" in told
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_a_robot_that_opens_every_link_stops_nothing(email):
    """Scanners of messages follow all links, with HEAD then GET, redirects included."""
    links = set(re.findall(r"https?://[^\s<>\"]+", f"{email.message} {email.html_message}"))
    links |= set(re.findall(r"<(https?://[^>]+)>", email.headers["List-Unsubscribe"]))
    robot = Client()
    paths = {link.removeprefix("http://localhost:8000") for link in links}
    assert {path.split("/")[2] for path in paths if path.count("/") == 4} == {"arret", "pourquoi"}
    for path in sorted(paths):
        for method in ("HEAD", "GET"):
            response = robot.generic(method, path, follow=True)
            assert response.status_code == 200, path
    assert not MailRefusal.objects.exists()


def test_stopping_is_a_button_and_is_undone_on_the_same_page(program, page):
    for _ in range(2):
        shown = program.post(page, {"stop": "1"})
        assert "C’est arrêté" in shown.text
        assert not shown.cookies
    assert refused_categories(ADDRESS) == {CANDIDATES}
    assert "C’est noté" in program.post(page, {"again": CANDIDATES}).text
    assert refused_categories(ADDRESS) == set()


def test_no_more_campaigns_at_all_and_undoing_keeps_what_was_refused_before(program, page):
    refuse_category(
        address=ADDRESS, category="campaigns_sponsors", source=MailRefusal.Source.PREFERENCES
    )
    shown = program.post(page, {"stop_all": "1"})
    assert refused_categories(ADDRESS) == set(KEYS)
    assert "Ne plus recevoir aucun courriel groupé" not in shown.text
    undo = re.findall(r'name="again" value="([^"]+)"', shown.text)
    assert set(undo) == set(KEYS) - {"campaigns_sponsors"}
    program.post(page, {"again": undo})
    assert refused_categories(ADDRESS) == {"campaigns_sponsors"}


@pytest.mark.parametrize("posted", [{}, {"again": "reminders"}, {"again": "service"}])
def test_other_words_change_nothing(program, page, posted):
    refuse_category(address=ADDRESS, category="reminders", source=MailRefusal.Source.PREFERENCES)
    assert program.post(page, posted).status_code == (200 if posted else 422)
    assert refused_categories(ADDRESS) == {"reminders"}


def test_a_forged_or_dead_link_offers_another(program, email, page):
    token = page.rstrip("/").rpartition("/")[2]
    stop = path_of(MailLink.STOP, email.dispatch).rstrip("/").rpartition("/")[2]
    forged = signing.Signer(sep=".", salt="snippets.mail_links.stop").sign(token.partition(".")[0])
    for wrong in (stop, forged, f"{token}x", "x"):
        response = program.post(f"/courriels/pourquoi/{wrong}/", {"stop_all": "1"})
        assert response.status_code == 410
        assert "lien" in response.text
    assert not MailRefusal.objects.exists()


def test_what_was_purged_is_told_kindly_and_may_still_be_stopped(program, page):
    forget(CampaignRecipient.objects.all())
    assert "Nous ne gardons plus le détail de cet envoi" in text_of(program.get(page))
    program.post(page, {"stop": "1"})
    assert refused_categories(ADDRESS) == {CANDIDATES}


def test_an_address_is_told_its_own_campaign_alone(program):
    one = queue_one(make_campaign())
    queue_one(
        make_campaign(source=Source.ORGANISATIONS, rule="Les garages de Belfort."),
        "autre@exemple.test",
    )
    told = text_of(program.get(path_of(MailLink.WHY, one.dispatch)))
    assert "garages" not in told
    assert "autre@" not in told


def test_the_service_and_the_day_are_those_of_the_message_not_of_today(program, email, page):
    """The author changed service since, and a server took the message the day after it waited."""
    author = CampaignRecipient.objects.get().campaign.author
    author.grants.all().delete()
    author.groups.clear()
    told = text_of(program.get(page))
    assert "Nadia Roussel, service emploi." in told
    assert ", le " not in told.partition("Qui vous a écrit")[2].partition("Vos réponses")[0]
    Log.objects.create(email=email, status=STATUS.sent)
    Log.objects.update(date=datetime(2027, 1, 12, 9, tzinfo=UTC))
    Email.objects.filter(pk=email.pk).update(status=STATUS.sent)
    assert "service emploi, le 12 janvier 2027." in text_of(program.get(page))


@pytest.mark.parametrize("origin", Origin.values)
def test_the_date_is_of_what_gives_the_address(origin):
    campaign = make_campaign()
    source = why_of(make_recipient(campaign, origin=origin)).source
    assert "2 mars 2026" in source
    assert "a pu y être changée depuis." in source or "à votre compte." in source
