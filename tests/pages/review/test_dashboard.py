"""The dashboard of a moderator and the editor of a refused offer."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.moderation import services
from pages.moderation.delays import working_days_between
from pages.moderation.models import ModerationTaskState
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import act, approve, edit, refusal, with_level
from tests.pages.review.test_cms import edit_url

MONDAY = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (14, 10), (-3, 0)]
)
def test_working_days_skip_the_week_end(days, expected):
    assert working_days_between(MONDAY, MONDAY + timedelta(days=days)) == expected


def dashboard(client):
    return BeautifulSoup(client.get("/cms/").content, "lxml")


def rows(soup):
    panel = soup.find(id="awaiting-review-section") or soup.find(id="awaiting-review")
    return [" ".join(row.get_text(" ").split()) for row in panel.select("tbody tr")]


def test_oldest_comes_first_with_its_employer_and_its_delay(client, submitted, author, officer):
    second = JobOfferPageFactory(live=False, owner=author, title="Venue avant")
    services.submit(page=second, user=author)
    long_ago = timezone.now() - timedelta(days=9)
    ModerationTaskState.objects.filter(revision__object_id=str(second.pk)).update(
        started_at=long_ago
    )
    client.force_login(officer)
    soup = dashboard(client)
    first, last = rows(soup)
    assert first.startswith(f"Venue avant {second.organisation.name} Zoé")
    assert "En retard" in first
    assert last.startswith("Maçon à Belfort")
    assert "En retard" not in last
    headings = [heading.get_text(strip=True) for heading in soup.select("main h2")]
    assert "Annonces à relire" in headings
    buttons = soup.select("[data-workflow-action-url]")
    assert [button.get_text(strip=True) for button in buttons[:2]] == [
        "Approuver et publier",
        "Refuser",
    ]


def test_who_prolongs_or_corrects_has_not_sent_it(client, author, officer):
    page = JobOfferPageFactory.row(owner=author, expire_at=timezone.now() + timedelta(days=10))
    edit(page, author, summary="Une mission corrigée.")
    services.submit(page=page, user=author)
    services.prolong(page=page, user=officer)
    client.force_login(officer)
    (row,) = rows(dashboard(client))
    assert "Zoé" in row
    assert str(officer) not in row


def test_nothing_to_review_shows_no_table(client, draft, officer):
    client.force_login(officer)
    assert "Annonces à relire" not in dashboard(client).get_text()


def test_what_waits_comes_before_the_author_s_own(client, submitted, author, officer):
    refused = JobOfferPageFactory(live=False, owner=author, title="À revoir")
    services.submit(page=refused, user=author)
    act(refused, officer, "reject", refusal(refused))
    client.force_login(author)
    text = " ".join(dashboard(client).select_one("main").get_text(" ").split())
    own = text.index("Vos annonces en relecture ou refusées")
    assert text.index("Annonces à relire") < own
    assert "À revoir Refusée, à corriger" in text[own:]
    assert "Maçon à Belfort En relecture" in text[own:]


def test_refused_offer_tells_its_author_why_in_the_editor(client, submitted, author, officer):
    act(submitted, officer, "reject", refusal(submitted, comment="Indiquez <b>le salaire</b>."))
    client.force_login(author)
    soup = BeautifulSoup(client.get(edit_url(submitted)).content, "lxml")
    notice = soup.select_one("[aria-labelledby=refusal-title]")
    text = " ".join(notice.get_text(" ").split())
    assert "Cette annonce a été refusée le" in text
    assert "Motif : Le contrat ou le salaire n’est pas légal, ou n’est pas indiqué" in text
    assert "Indiquez <b>le salaire</b>." in text
    order = str(soup)
    assert order.index("refusal-title") < order.index('id="page-edit-form"')
    assert "Renvoyer en relecture" in order


def test_notice_goes_once_the_offer_is_sent_again(client, submitted, author, officer):
    act(submitted, officer, "reject", refusal(submitted))
    services.submit(page=submitted, user=author)
    client.force_login(author)
    html = client.get(edit_url(submitted)).content.decode()
    assert "refusal-title" not in html


def test_draft_has_no_notice(client, draft, author):
    client.force_login(author)
    html = client.get(edit_url(draft)).content.decode()
    assert "refusal-title" not in html
    assert "Envoyer en relecture" in html


def test_gauges_say_in_words_what_they_show(client, submitted, officer, moderator):
    second = JobOfferPageFactory(live=False, owner=moderator)
    services.submit(page=second, user=moderator)
    approve(second, officer)
    ModerationTaskState.objects.filter(status="in_progress").update(
        started_at=timezone.now() - timedelta(days=14)
    )
    client.force_login(officer)
    meters = dashboard(client).select("meter")
    assert [meter.get_text() for meter in meters] == [
        "10\u00a0jours ouvrés\u00a0: 1 en retard",
        "0\u00a0jour ouvré\u00a0: dans le délai (1 décision en 30\u00a0jours)",
    ]
    for meter in meters:
        assert (meter["high"], meter["max"]) == ("2", "4")
        assert float(meter["value"]) <= 4


def test_what_ends_and_what_is_new_is_shown_to_moderators_only(client, officer, author):
    JobOfferPageFactory.row(title="Bientôt finie", expire_at=timezone.now() + timedelta(days=3))
    client.force_login(officer)
    soup = dashboard(client)
    assert soup.select_one("title").get_text(strip=True).startswith("Tableau de bord")
    text = " ".join(soup.select_one("main").get_text(" ").split())
    assert "Bientôt finie Offre d’emploi" in text
    assert "1 annonce mise en ligne" in text
    assert not soup.select(".w-summary"), "how many pages there are serves nobody"
    client.force_login(with_level("adviser"))
    assert "Bientôt finie" not in client.get("/cms/", follow=True).content.decode()


def test_dashboard_costs_the_same_for_few_and_many_pages(client, officer):
    def add(count):
        for _ in range(count):
            JobOfferPageFactory.row(expire_at=timezone.now() + timedelta(days=3))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/cms/")
        return len(queries)

    client.force_login(officer)
    add(1)
    cost()
    few = cost()
    add(12)
    assert cost() == few


def test_the_first_screen_leads_to_what_is_online_and_to_a_new_one(client, submitted, officer):
    client.force_login(officer)
    JobOfferPageFactory.row(owner=officer)
    soup = dashboard(client)
    panel = soup.select_one(".shortcuts")
    shown = [" ".join(row.get_text(" ").split()) for row in panel.select("li")]
    assert shown[0] == "Offres d’emploi en ligne : 1 Ajouter une offre"
    assert len(shown) == 3
    links = [link["href"] for link in panel.select("li:first-child a")]
    assert links == ["/cms/offres-emploi/?etat=live", "/cms/offres-emploi/choose_parent/"]
    for address in links:
        assert client.get(address, follow=True).status_code == 200
    (toggle,) = soup.select(".actions-container .w-dropdown__toggle")
    assert toggle["aria-label"] == "Plus d’options pour «\u00a0Maçon à Belfort\u00a0»"
