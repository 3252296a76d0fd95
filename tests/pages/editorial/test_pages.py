"""What the public reads of editorial pages."""

import datetime
import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from pages.blocks.body import BodyBlock
from pages.models import ContentPage, HomePage, NewsPage
from snippets.models import SiteSettings
from tests.editorial_factories import (
    ContentPageFactory,
    ImageFactory,
    NewsPageFactory,
    home_page,
    news_index,
)
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def text_of(response):
    return html.unescape(response.content.decode())


def structured(response):
    source = response.content.decode()
    pattern = r'<script type="application/ld\+json">(.*?)</script>'
    return {data["@type"]: data for data in map(json.loads, re.findall(pattern, source, re.DOTALL))}


def block(name, value):
    return (name, BodyBlock().child_blocks[name].normalize(value))


def test_news_says_its_date_in_full_and_its_image(client):
    page = NewsPageFactory(
        title="Un job dating", image=ImageFactory(size=(1600, 1000), description="Une poignée")
    )
    response = client.get(page.url)
    shown = text_of(response)
    assert "Mardi 12 janvier 2027" in shown
    assert "<h1>Un job dating</h1>" in shown
    assert 'property="og:image"' in shown
    assert 'property="og:type"\n        content="article"' in shown
    picture = re.search(r"<picture>.*?</picture>", shown, re.DOTALL)[0]
    assert 'type="image/avif"' in picture
    assert 'type="image/webp"' in picture
    assert 'alt="Une poignée"' in picture
    assert re.search(r'width="\d+"', picture)
    assert re.search(r'height="\d+"', picture)
    assert "1440w" in picture
    assert "sizes=" in picture
    for address in re.findall(r"/media/images/\S+?\.(?:avif|webp|jpg)", picture):
        image = client.get(address)
        assert image.status_code == 200
        assert image["Content-Type"].startswith("image/")
        assert b"".join(image.streaming_content)[:3] in (b"RIF", b"\xff\xd8\xff", b"\x00\x00\x00")


def test_originals_and_documents_are_not_served_beside_their_views(client, settings, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "secret.pdf").write_text("x")
    for address in (
        "/media/documents/secret.pdf",
        "/media/images/../documents/secret.pdf",
        "/media/images/%2e%2e/documents/secret.pdf",
        "/media/original_images/entretien.png",
    ):
        assert client.get(address).status_code in (400, 404)


def test_the_focal_point_is_kept_in_the_frame(client):
    image = ImageFactory(size=(1600, 400))
    image.focal_point_x, image.focal_point_y = 1500, 200
    image.focal_point_width = image.focal_point_height = 40
    image.save()
    page = NewsPageFactory(image=image)
    client.get(page.url)
    from PIL import Image

    rendition = image.renditions.get(filter_spec="fill-480x270|format-jpeg")
    with rendition.file.open() as file, Image.open(file) as drawn:
        red, _, blue = drawn.convert("RGB").getpixel((drawn.width // 4, drawn.height // 2))
    assert red > blue  # the brick half, on the right, where the focal point is


def test_structured_data_of_news_and_of_questions(client):
    page = NewsPageFactory(title=HOSTILE, image=ImageFactory(size=(1600, 1000)))
    response = client.get(page.url)
    assert "<script>alert" not in response.content.decode()
    article = structured(response)["NewsArticle"]
    assert article["headline"] == HOSTILE
    assert article["datePublished"].startswith("2027-01-12T00:00:00+01:00")
    assert article["image"][0].startswith("http://")
    assert article["author"][0]["name"]
    faq = {"title": "Aide", "questions": [{"question": "Où ?", "answer": RichText("<p>Ici</p>")}]}
    content = client.get(ContentPageFactory(body=[block("faq", faq)]).url)
    assert structured(content).keys() == {"FAQPage"}
    question = structured(content)["FAQPage"]["mainEntity"][0]
    assert (question["name"], question["acceptedAnswer"]["text"]) == ("Où ?", "<p>Ici</p>")
    assert structured(client.get(ContentPageFactory().url)) == {}


def test_breadcrumb_and_pages_below(client):
    section = ContentPageFactory(title="Se former")
    below = ContentPageFactory(title="Le CPF", parent=section)
    ContentPageFactory(title="Brouillon", parent=section, live=False)
    private = ContentPageFactory(title="Réservé", parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = text_of(client.get(section.url))
    assert f'<a href="{below.url}">Le CPF</a>' in shown
    assert "Brouillon" not in shown
    assert "Réservé" not in shown
    crumbs = text_of(client.get(below.url))
    assert f'<a href="{section.url}">Se former</a>' in crumbs
    assert '<span aria-current="page">Le CPF</span>' in crumbs
    assert "Dans cette rubrique" not in crumbs


def test_hostile_text_is_escaped_in_every_block(client):
    values = {
        "quote": {"text": HOSTILE, "author": HOSTILE, "role": HOSTILE},
        "call_to_action": {
            "title": HOSTILE, "text": HOSTILE, "button": HOSTILE, "page": None, "address": "/x",
        },
        "key_figures": {
            "title": HOSTILE, "figures": [{"figure": "1", "legend": HOSTILE}], "source": HOSTILE,
        },
        "steps": {"title": HOSTILE, "steps": [{"title": HOSTILE, "text": RichText("")}] * 2},
        "place_map": {
            "title": HOSTILE, "name": HOSTILE, "address": HOSTILE, "access": HOSTILE,
            "position": "", "commune": CommuneFactory(belfort=True),
        },
    }  # fmt: skip
    page = ContentPageFactory(
        title=HOSTILE,
        introduction=HOSTILE,
        body=[block(name, value) for name, value in values.items()],
    )
    source = client.get(page.url).content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;" in source


def test_a_list_of_offers_is_always_up_to_date(client):
    commune = CommuneFactory(belfort=True)
    near = JobOfferPageFactory(title="Soudeuse")
    make_row(title="Boulanger")
    criteria = {
        "title": "Nos offres", "kinds": ["job"], "words": "soudeur", "commune": commune,
        "radius": "10", "count": 6,
    }  # fmt: skip
    page = ContentPageFactory(body=[block("opportunities", criteria)])
    shown = text_of(client.get(page.url))
    assert "Soudeuse" in shown
    assert "Boulanger" not in shown
    assert "/offres/?type=job&q=soudeur&lieu=Belfort+%2890000%29&rayon=10" in shown
    near.unpublish()
    assert "Soudeuse" not in text_of(client.get(page.url))


def test_the_map_of_offers_has_its_list_and_may_load_tiles(client):
    make_row(title="Boulanger")
    criteria = {"title": "Carte", "kinds": [], "words": "", "commune": None, "radius": ""}
    page = ContentPageFactory(body=[block("opportunities_map", criteria)])
    response = client.get(page.url)
    shown = text_of(response)
    assert 'data-module="/static/js/embed-map.js"' in shown
    assert "Boulanger" in shown
    assert "https://data.geopf.fr" in response["Content-Security-Policy"]
    plain = client.get(ContentPageFactory().url)
    assert "data.geopf.fr" not in plain["Content-Security-Policy"]


def test_the_map_of_a_place_says_when_it_is_approximate(client):
    place = {
        "title": "Venir", "name": "Mairie", "address": "1 rue Haute", "access": "Bus 3",
        "position": "", "commune": CommuneFactory(belfort=True),
    }  # fmt: skip
    shown = text_of(client.get(ContentPageFactory(body=[block("place_map", place)]).url))
    assert "1 rue Haute, 90000 Belfort" in shown
    assert 'data-lat="47.6386"' in shown
    assert "data-exact" not in shown
    exact = block("place_map", place | {"position": "47.64, 6.85"})
    assert 'data-exact="1"' in text_of(client.get(ContentPageFactory(body=[exact]).url))


# --- The list of news ---------------------------------------------------------------------------


def test_an_empty_list_says_so(client):
    shown = text_of(client.get(news_index().url))
    assert "Aucune actualité pour l’instant" in shown


def test_news_are_listed_by_date_what_anybody_may_read_only(client):
    old = NewsPageFactory(title="Ancienne", date=datetime.date(2026, 1, 1))
    NewsPageFactory(title="Récente", date=datetime.date(2027, 1, 1))
    NewsPageFactory(title="Brouillon", live=False)
    private = NewsPageFactory(title="Réservée")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    expired = NewsPageFactory(title="Périmée")
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    shown = text_of(client.get(news_index().url))
    assert shown.index("Récente") < shown.index("Ancienne")
    assert f'<h2><a href="{old.url}">Ancienne</a></h2>' in shown
    for hidden in ("Brouillon", "Réservée", "Périmée"):
        assert hidden not in shown


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5_000, "2", "", "%F0%9F%98%80", "1e9"])
def test_any_page_number_gives_a_page(client, number):
    for _ in range(11):
        NewsPageFactory()
    response = client.get(f"{news_index().url}?page={number}")
    assert response.status_code == 200
    assert "sur 2" in text_of(response)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_list_of_news_costs_the_same_for_one_and_ten(client):
    NewsPageFactory(image=ImageFactory())
    one = queries_of(client, news_index().url)
    for _ in range(9):
        NewsPageFactory(image=ImageFactory())
    assert queries_of(client, news_index().url) == one
    assert one <= 13


def test_a_page_costs_the_same_whatever_it_holds(client):
    samples = [
        (name, child.get_preview_value())
        for name, child in BodyBlock().child_blocks.items()
        if name in {"text", "quote", "call_to_action", "faq", "key_figures", "steps"}
    ]
    short, long = ContentPageFactory(body=samples[:1]), ContentPageFactory(body=samples * 5)
    assert queries_of(client, long.url) == queries_of(client, short.url)


# --- Home ---------------------------------------------------------------------------------------


def test_home_shows_the_last_three_news_or_nothing(client):
    home = home_page()
    assert "Voir toutes les actualités" not in text_of(client.get(home.url))
    for day in (1, 2, 3, 4):
        NewsPageFactory(title=f"Nouvelle {day}", date=datetime.date(2027, 1, day))
    shown = text_of(client.get(home.url))
    assert "Voir toutes les actualités" in shown
    assert [day for day in (1, 2, 3, 4) if f"Nouvelle {day}" in shown] == [2, 3, 4]


def test_home_has_three_doors_the_phone_and_what_staff_add(client):
    SiteSettings.objects.create(contact_phone="03 84 00 00 01")
    home = home_page()
    shown = text_of(client.get(home.url))
    doors = re.findall(r'<h2>\s*<a href="(.*?)">(Je .*?)</a>', shown)
    assert doors == [
        ("/offres/?type=job", "Je cherche un emploi"),
        ("/espace-pro/", "Je recrute"),
        ("/devenir-parrain/", "Je veux aider"),  # there is no mission yet
    ]
    assert re.search(r'<a class="btn hero-phone"\s+href="tel:\+33384000001">', shown)
    call = {
        "title": "Proposez une offre", "text": "", "button": "Écrire", "page": None,
        "address": "/contact/",
    }  # fmt: skip
    calls = HomePage._meta.get_field("calls").stream_block
    home.calls = calls.normalize([("call", calls.child_blocks["call"].normalize(call))])
    home.save_revision().publish(skip_permission_checks=True)
    shown = text_of(client.get(home.url))
    assert 'href="/contact/">Écrire</a>' in shown


def test_the_call_that_ends_a_text_is_in_the_card_beside_it(client):
    SiteSettings.objects.create(contact_phone="03 84 00 00 01")
    call = {
        "title": "Venez nous voir", "text": "", "button": "Prendre rendez-vous", "page": None,
        "address": "/rendez-vous/",
    }  # fmt: skip
    last, text = block("call_to_action", call), ("text", RichText("<p>Apportez votre CV.</p>"))
    for make in (ContentPageFactory, NewsPageFactory):
        article, card = text_of(client.get(make(body=[text, last]).url)).split("</article>")
        assert "Apportez votre CV." in article
        assert "Prendre rendez-vous" not in article
        assert 'class="btn btn-action" href="/rendez-vous/">Prendre rendez-vous</a>' in card
        assert "tel:+33384000001" in card
        article, card = text_of(client.get(make(body=[last, text]).url)).split("</article>")
        assert "Prendre rendez-vous" in article
        assert "Voir les offres" in card


def test_a_button_to_a_page_off_line_is_not_shown(client):
    target = ContentPageFactory()
    call = {
        "title": "Lire", "text": "", "button": "La suite", "page": target.page_ptr, "address": "",
    }  # fmt: skip
    page = ContentPageFactory(body=[block("call_to_action", call)])
    assert f'href="{target.url}">La suite' in text_of(client.get(page.url))
    target.unpublish()
    shown = text_of(client.get(page.url))
    assert "Lire" in shown
    assert "La suite" not in shown


def test_a_title_without_latin_letters_gets_an_address():
    parent = home_page()
    for expected in ("page", "page-2"):
        page = parent.add_child(
            instance=ContentPage(title="Пошук роботи", introduction="Для всіх.", live=True)
        )
        assert page.slug == expected
    form = ContentPage.get_edit_handler().get_form_class()(instance=page, parent_page=parent)
    assert not form.fields["slug"].required
