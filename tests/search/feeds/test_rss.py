"""RSS of a search, read back by feedparser."""

import calendar
import datetime
import html

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.parameters import places
from tests.factories import JobOfferPageFactory
from tests.search.rows import make_belfort, make_row

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 20, 8, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def belfort(settings):
    settings.BASE_URL = "https://declic.example"
    places.forget_communes()
    make_belfort()
    yield
    places.forget_communes()


def read(client, query=""):
    response = client.get(f"/offres/flux.rss{query}")
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": "application/xml"})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_feed_says_what_is_looked_for_and_where(client):
    feed = read(client, "?q=soudeur&lieu=90000&contrat=cdi&debutant=1&tri=distance&page=3").feed
    assert feed.title == "Déclic\u00a0: offres “soudeur” près de Belfort (90000)"
    assert feed.language == "fr"
    assert feed.link == "https://declic.example/offres/?q=soudeur&lieu=90000&contrat=cdi&debutant=1"
    (own,) = [link for link in feed.links if link.rel == "self"]
    assert own.href == (
        "https://declic.example/offres/flux.rss?q=soudeur&lieu=90000&contrat=cdi&debutant=1"
    )
    assert "à moins de 20\u00a0km" in feed.subtitle
    assert "CDI, Débutant accepté" in feed.subtitle


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "offres"),
        ("?type=session", "sessions de recrutement"),
        ("?type=job&type=volunteering", "offres d’emploi et offres de bénévolat"),
        ("?position=47.6,6.8", "offres autour d’un point de la carte"),
        ("?lieu=Belfort&bbox=6,47,7,48", "offres dans une zone de la carte"),
    ],
)
def test_titles_in_plain_words(client, query, title):
    assert read(client, query).feed.title == f"Déclic\u00a0: {title}"


def test_item_has_what_a_reader_shows(client):
    page = JobOfferPageFactory.row(
        title="Maçon & <b>maçonne</b>", summary="Des murs, « ici » & là."
    )
    (item,) = read(client).entries
    assert html.unescape(item.title) == "Maçon & <b>maçonne</b>"
    assert item.link == f"https://declic.example{page.url}"
    assert item.id == f"declic:declic:{page.pk}"
    assert not item.guidislink
    assert [tag.term for tag in item.tags] == ["Emploi"]
    assert "Des murs, « ici » &amp; là." in item.summary
    assert f"{page.organisation.name}, Belfort, CDI, 35\u00a0h par semaine" in item.summary


def test_guid_stays_when_the_page_changes(client):
    page = JobOfferPageFactory.row(title="Avant")
    before = read(client).entries[0]
    page.title = "Après"
    page.save_revision().publish()
    after = read(client).entries[0]
    assert (before.title, after.title) == ("Avant", "Après")
    assert (before.id, before.published) == (after.id, after.published)


def test_session_tells_its_date_and_that_it_is_cancelled(client):
    starts = datetime.datetime(2027, 3, 28, 7, tzinfo=datetime.UTC)
    make_row(
        kind="session",
        title="Job dating",
        starts_at=starts,
        ends_at=starts + datetime.timedelta(hours=3),
        details={"status": "cancelled"},
    )
    (item,) = read(client, "?type=session").entries
    assert item.title == "Annulée\u00a0: Job dating"
    assert "dimanche 28 mars 2027, de 9\u00a0h à 12\u00a0h" in item.summary.lower()
    assert [tag.term for tag in item.tags] == ["Session de recrutement"]


def test_dates_carry_the_offset_of_france_in_winter_and_in_summer(client):
    winter = make_row(
        title="Hiver", published_at=datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.UTC)
    )
    summer = make_row(
        title="Été", published_at=datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    )
    entries = read(client).entries
    assert [(item.title, item.published) for item in entries] == [
        ("Hiver", "Sun, 25 Oct 2026 02:30:00 +0100"),
        ("Été", "Sun, 25 Oct 2026 02:30:00 +0200"),
    ]
    seconds = [calendar.timegm(item.published_parsed) for item in entries]
    assert seconds == [row.published_at.timestamp() for row in (winter, summer)]


def test_fifty_newest_first_whatever_the_order_asked_for(client):
    made = [
        make_row(title=f"Maçon {hour}", published_at=NOW - datetime.timedelta(hours=hour)).pk
        for hour in range(52)
    ]
    make_row(title="Maçon passé", expires_at=timezone.now() - datetime.timedelta(seconds=1))
    for query in ("", "?q=macon&tri=pertinence", "?lieu=Belfort&tri=distance&page=2"):
        ids = [item.id for item in read(client, query).entries]
        assert ids == [f"declic:test:{pk}" for pk in made[:50]]


def test_radius_is_never_widened(client):
    make_row(title="Maçon", latitude=47.6386 + 0.2)
    assert client.get("/offres/?lieu=Belfort&rayon=5").context["screen"].widened_text
    assert read(client, "?lieu=Belfort&rayon=5").entries == []
    assert len(read(client, "?lieu=Belfort&rayon=30").entries) == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_depend_on_the_number_of_rows(client, rows):
    for _ in range(rows):
        make_row()
    read(client, "?lieu=Belfort")
    with CaptureQueriesContext(connection) as queries:
        assert len(read(client, "?lieu=Belfort").entries) == rows
    assert len(queries) == 1


@pytest.mark.parametrize("rows", [0, 1])
def test_what_a_reader_knows_is_not_sent_again(client, rows):
    for _ in range(rows):
        make_row()
    first = client.get("/offres/flux.rss")
    assert first["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=300"
    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        again = client.get("/offres/flux.rss", headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
    row = make_row(published_at=timezone.now())
    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        again = client.get("/offres/flux.rss", headers={header: value})
        assert again.status_code == 200
        assert f"declic:test:{row.pk}" in again.content.decode()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("rayon=abc", "Rayon en kilomètres\u00a0: «\u00a0abc\u00a0» n’est pas un nombre."),
        ("lieu=Atlantide", "Nous ne connaissons pas «\u00a0Atlantide\u00a0»"),
        ("type=cdi", "«\u00a0cdi\u00a0» n’est pas un choix possible."),
        (f"q={'a' * 10_000}", "200 caractères au plus"),
    ],
)
@pytest.mark.parametrize("path", ["/offres/flux.rss", "/sessions/agenda.ics"])
def test_unusable_search_is_refused_in_plain_text(client, path, query, reason):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert reason in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/offres/flux.rss", "/sessions/agenda.ics", "/integration/offres/"]
)
@pytest.mark.parametrize(
    ("query", "status"),
    [("q=%00", 400), ("q=%ff", 400), ("q=%0b%1b%7f", 200), ("q=%ef%bf%bf", 200), ("page=-1", 200)],
)
def test_unreadable_characters_break_nothing(client, path, query, status):
    make_row(title="Soudeur\x0b\x1f\uffff", summary="a\x08b", kind="session", starts_at=NOW)
    response = client.get(f"{path}?{query}")
    assert response.status_code == (200 if "integration" in path and status == 200 else status)
    if path.endswith(".rss") and status == 200:
        assert not feedparser.parse(response.content).bozo
    if status == 200:
        assert not set("\x0b\x1f\x08\x7f\uffff") & set(client.get(path).content.decode())


def test_search_page_announces_its_feed(client):
    make_row(title="Soudeur", text="soudeur")
    assert "agenda.ics" not in client.get("/offres/?q=soudeur").content.decode()
    make_row(kind="session", title="Soudeurs", text="soudeur")
    page = html.unescape(client.get("/offres/?q=soudeur&tri=date&page=1").content.decode())
    assert 'type="application/rss+xml"' in page
    assert page.count('href="/offres/flux.rss?q=soudeur"') == 2
    assert "Suivre cette recherche (RSS)" in page
    assert 'href="/sessions/agenda.ics?q=soudeur"' in page


def test_nothing_can_be_posted(client):
    assert client.post("/offres/flux.rss").status_code == 405
    assert client.head("/offres/flux.rss").status_code == 200
