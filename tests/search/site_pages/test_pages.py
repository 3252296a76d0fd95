"""The search of the site's own pages."""

import html
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from pages.blocks.body import BodyBlock
from pages.models import ContentPage
from search.models import PageText
from search.site_pages.results import excerpt, meaningful, search_pages
from search.site_pages.texts import body_text
from tests.editorial_factories import ContentPageFactory, NewsPageFactory, news_index

pytestmark = pytest.mark.django_db


def found(**query):
    return [page.title for page in search_pages(query).pages]


def text_of(response):
    return html.unescape(response.content.decode())


def body(*texts):
    return [("text", RichText(f"<p>{text}</p>")) for text in texts]


@pytest.mark.parametrize(
    "query",
    ["être accompagné", "ETRE ACCOMPAGNE", "accompagnée", "accompagn", "  être\n accompagnés ?"],
)
def test_accents_capitals_gender_and_beginnings_do_not_matter(query):
    ContentPageFactory(title="Être accompagné")
    ContentPageFactory(title="Autre chose")
    assert found(q=query) == ["Être accompagné"]


def test_title_then_introduction_then_text():
    ContentPageFactory(title="Trois", introduction="x", body=body("la mobilité"))
    ContentPageFactory(title="La mobilité", introduction="x", body=[])
    ContentPageFactory(title="Deux", introduction="Mobilité", body=[])
    assert found(q="mobilité") == ["La mobilité", "Deux", "Trois"]


def test_words_of_every_block_are_found_and_hidden_values_are_not():
    blocks = BodyBlock().child_blocks
    faq = {"title": "Aide", "questions": [{"question": "Le permis ?", "answer": RichText("Oui")}]}
    call = {
        "title": "Appel", "text": "", "button": "Cliquez", "page": None, "address": "/zanzibar/",
    }  # fmt: skip
    page = ContentPageFactory(
        title="Page",
        body=[
            ("faq", blocks["faq"].normalize(faq)),
            ("call_to_action", blocks["call_to_action"].normalize(call)),
        ],
    )
    assert found(q="permis") == ["Page"]
    assert found(q="cliquez") == ["Page"]
    assert found(q="zanzibar") == []
    assert "Le permis ?" in body_text(page)


def test_every_word_is_required_and_small_words_are_not():
    ContentPageFactory(title="Le service urbanisme")
    assert found(q="urbanisme") == ["Le service urbanisme"]
    assert found(q="le service de l’urbanisme") == ["Le service urbanisme"]
    assert found(q="service zanzibar") == []
    assert meaningful("à la d’un") == ()
    assert found(q="à la") == []
    assert found(q="&|!<>():*'\\") == []


def test_what_nobody_may_read_is_never_found():
    draft = ContentPageFactory(title="Zanzibar brouillon", live=False)
    section = ContentPageFactory(title="Zanzibar section")
    below = ContentPageFactory(title="Zanzibar dessous", parent=section)
    news = NewsPageFactory(title="Zanzibar nouvelle")
    assert set(found(q="zanzibar")) == {section.title, below.title, news.title}
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert found(q="zanzibar") == [news.title]
    restriction.delete()
    ContentPage.objects.filter(pk=below.pk).update(expire_at=timezone.now())
    assert set(found(q="zanzibar")) == {section.title, news.title}
    news.unpublish()
    section.delete()
    assert found(q="zanzibar") == []
    draft.get_latest_revision().publish(skip_permission_checks=True)
    assert found(q="zanzibar") == [draft.title]


def test_a_draft_of_a_live_page_is_not_found_before_it_is_published():
    page = ContentPageFactory(title="Ancien titre")
    page.title = "Zanzibar"
    revision = page.save_revision()
    assert found(q="zanzibar") == []
    revision.publish(skip_permission_checks=True)
    assert found(q="zanzibar") == ["Zanzibar"]
    assert found(q="ancien") == []


def test_the_address_follows_the_page():
    section, page = ContentPageFactory(slug="aides"), ContentPageFactory(title="Zanzibar", slug="z")
    page.move(section, pos="last-child")
    (result,) = search_pages({"q": "zanzibar"}).pages
    assert result.url == "/aides/z/"


def test_the_index_of_news_is_found():
    index = news_index()
    index.introduction = "Toutes nos gazettes"
    index.save_revision().publish(skip_permission_checks=True)
    assert found(q="gazettes") == [index.title]


@pytest.mark.django_db(transaction=True)
def test_the_words_and_the_page_are_one_transaction():
    page = ContentPageFactory(title="Ancien")

    page.title = "Zanzibar"
    with transaction.atomic():
        page.save_revision().publish(skip_permission_checks=True)
        assert found(q="zanzibar") == ["Zanzibar"]
        transaction.set_rollback(True)
    assert found(q="zanzibar") == []
    assert found(q="ancien") == ["Ancien"]


def test_rebuilding_gives_the_same_rows_and_corrects_wrong_ones():
    pages = [ContentPageFactory(title="Un"), NewsPageFactory(title="Zanzibar")]
    out = StringIO()
    call_command("rebuild_pages", stdout=out)
    call_command("rebuild_pages", stdout=out)
    assert out.getvalue().splitlines()[-1] == "Every row was right."
    PageText.objects.filter(pk=pages[0].pk).delete()
    PageText.objects.filter(pk=pages[1].pk).update(text="Faux", document="")
    call_command("rebuild_pages", stdout=out)
    assert out.getvalue().splitlines()[-1] == "Rows corrected: 2."
    assert found(q="zanzibar") == ["Zanzibar"]


# --- Excerpts -----------------------------------------------------------------------------------


def test_the_excerpt_shows_and_marks_the_words():
    text = (
        "Début. " + "mot " * 100 + "Les soudeuses <b>expérimentées</b> sont reçues. " + "fin " * 99
    )
    shown = excerpt(text, frozenset(meaningful("soudeur")))
    assert [text for text, is_found in shown if is_found] == ["soudeuses"]
    said = "".join(text for text, _ in shown)
    assert "Les soudeuses <b>expérimentées</b>" in said
    assert said.startswith("… ")
    assert said.endswith("…")
    assert len(said) < 260


def test_the_excerpt_of_a_short_text_is_all_of_it():
    assert excerpt("Un texte court.", frozenset({"zanzibar"})) == [("Un texte court.", False)]
    assert excerpt("", frozenset({"x"})) == [("", False)]
    [(said, _)] = excerpt("a" * 5_000, frozenset({"x"}))
    assert len(said) < 250


# --- The screen ---------------------------------------------------------------------------------


def test_the_screen_without_words_with_results_and_with_none(client):
    page = ContentPageFactory(title="Être accompagné", introduction="Le mardi matin.")
    assert "Écrivez un ou plusieurs mots" in text_of(client.get("/recherche/"))
    shown = text_of(client.get("/recherche/", {"q": "zanzibar mardi"}))
    assert "Aucune page ne contient ces mots" in shown
    shown = text_of(client.get("/recherche/", {"q": "accompagné mardi"}))
    assert "1\u00a0page trouvée" in shown
    assert f'<a href="{page.url}">Être accompagné</a>' in shown
    assert "<mark>mardi</mark>" in shown
    assert 'href="/offres/?q=accompagn%C3%A9+mardi"' in shown
    assert 'content="noindex, follow"' in shown


def test_what_people_type_is_escaped(client):
    source = client.get("/recherche/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in source


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%00", 400),
        ("q=a%00b&page=2", 400),
        ("q=%ff", 400),
        ("q=" + "a" * 10_000, 200),
        ("q=" + "a+" * 5_000, 200),
        ("q=" + "%C3%A9" * 3_000, 200),
        ("q=belfort&page=0", 200),
        ("q=belfort&page=-1", 200),
        ("q=belfort&page=x", 200),
        ("q=belfort&page=" + "9" * 4_000, 200),
        ("q=belfort&page=2", 200),
        ("q=belfort&page=%E2%91%A1", 200),
        ("q=belfort&q=autre&page=1&page=2", 200),
        ("q=%F0%9F%98%80", 200),
        ("q=" + "%26%7C%21%28%29%3A%2A", 200),
        ("page=3", 200),
    ],
)
def test_nothing_that_is_typed_breaks_it(client, query, status):
    for _ in range(2):
        ContentPageFactory(title="Belfort")
    assert client.get(f"/recherche/?{query}").status_code == status


def test_results_are_cut_in_pages(client):
    for number in range(11):
        ContentPageFactory(title=f"Zanzibar {number}")
    first = text_of(client.get("/recherche/?q=zanzibar"))
    assert "11\u00a0pages trouvées" in first
    assert 'href="/recherche/?q=zanzibar&page=2"' in first
    last = text_of(client.get("/recherche/?q=zanzibar&page=999999999999"))
    assert "Page 2 sur 2" in last
    assert len(re.findall("<h3>", last)) == 1


def test_the_list_costs_the_same_for_one_and_ten(client):
    def queries():
        client.get("/recherche/?q=zanzibar")
        with CaptureQueriesContext(connection) as captured:
            client.get("/recherche/?q=zanzibar")
        return len(captured)

    ContentPageFactory(title="Zanzibar")
    one = queries()
    for _ in range(9):
        ContentPageFactory(title="Zanzibar")
    assert queries() == one
    assert one <= 5
