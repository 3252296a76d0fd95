"""Editorial pages of the demo: whole, every block, no dead end."""

import re
from collections import Counter
from html import escape, unescape
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from demo import loader, odt
from pages import navigation
from pages.blocks import BodyBlock
from pages.models import ContentPage, HomePage, NewsPage
from search.models import PageText
from search.screens.blocks import embed
from search.site_pages import texts
from snippets.models import SiteDocument

pytestmark = pytest.mark.django_db


def body_blocks(pages):
    return Counter(block.block_type for page in pages for block in page.body)


def test_editorial_pages_are_whole_and_use_every_block(made):
    content, news = list(ContentPage.objects.live()), list(NewsPage.objects.live())
    # The page of help is the site's own.
    assert (len(content) - 1, len(news)) == (made["content"], made["news"]) == (8, 6)
    for page in (*content, *news):
        assert page.publication_errors() == [], page
    assert set(body_blocks([*content, *news])) == set(BodyBlock().child_blocks)
    assert all(page.image for page in news)
    assert [page.date for page in NewsPage.objects.online()] == sorted(
        (page.date for page in news), reverse=True
    )


def test_editorial_pages_are_found(made):
    assert list(texts.rebuild()) == []
    written = set(PageText.objects.values_list("page_id", flat=True))
    for model in (ContentPage, NewsPage):
        assert set(model.objects.live().values_list("pk", flat=True)) <= written


def test_lists_of_editorial_pages_find_something(made, client):
    """A list of opportunities that finds none would be a hole in the page."""
    for page in (*ContentPage.objects.live(), *NewsPage.objects.live()):
        lists = [block for block in page.body if block.block_type == "opportunities"]
        for block in lists:
            found = embed(block.value, 1)
            assert found.count, (page.title, block.value["title"])
            assert not found.note, (page.title, block.value["title"])


def test_menus_and_footer_are_filled(made, client):
    html = client.get("/").content.decode()
    menus = navigation.menus()
    assert len(menus.main) == 6
    assert len(menus.columns) == 3
    for link in [*menus.main, *(link for column in menus.columns for link in column.links)]:
        assert link.url
        assert f'href="{escape(link.url)}"' in html


def answers(client, url):
    response = client.get(url, follow=True)
    list(response)  # a document is an open file until it is read
    return response.status_code == 200


@pytest.mark.full
def test_links_of_editorial_pages_lead_somewhere(made, client):
    """Every address of this site that an editorial page or a menu leads to answers."""
    found = set()
    for page in (*ContentPage.objects.live(), *NewsPage.objects.live(), HomePage.objects.get()):
        html = client.get(page.url).content.decode()
        found |= set(re.findall(r'href="(/(?!static|media|cms)[^"#]*)"', html))
    assert len(found) > 30
    assert [url for url in sorted(found) if not answers(client, unescape(url))] == []


def test_maps_of_one_page_have_different_names(made, client):
    page = NewsPage.objects.get(slug="permanences-delle-giromagny")
    html = client.get(page.url).content.decode()
    names = re.findall(r'role="region"\s+aria-label="([^"]*)"', html)
    assert len(names) == len(set(names)) == 2


def test_documents_are_opendocument_files(made):
    for document in SiteDocument.objects.all():
        document.full_clean()
        with document.file.open("rb") as file, ZipFile(file) as archive:
            assert archive.testzip() is None
            first = archive.infolist()[0]
            assert first.filename == "mimetype"
            assert archive.read(first).decode() == odt.MIME_TYPE
            for name in archive.namelist()[1:]:
                ElementTree.fromstring(archive.read(name))


def test_texts_of_staff_are_kept(made):
    """A second load writes nothing over what staff have changed."""
    home = HomePage.objects.get()
    mine = home.introduction
    try:
        home.introduction = "<p>Bienvenue.</p>"
        home.save()
        loader.load()
        assert HomePage.objects.get().introduction == "<p>Bienvenue.</p>"
    finally:
        home.introduction = mine
        home.save()
