"""Wagtail's API v2: what everybody may see, at the same price for one row and for twenty."""

import datetime
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site
from wagtail.rich_text import RichText

from pages.models import HomePage, JobOfferPage, NewsPage
from pages.structure import lay_pages
from snippets.models.media import SiteDocument, SiteImage
from tests.editorial_factories import ContentPageFactory, NewsPageFactory
from tests.factories import CommuneFactory, JobOfferPageFactory, UserFactory, job_offer_index
from tests.sizes import MANY, at_size

pytestmark = pytest.mark.django_db

PAGES, IMAGES, DOCUMENTS = (f"/api/v2/{name}/" for name in ("pages", "images", "documents"))
OFFERS = f"{PAGES}?type=pages.JobOfferPage&fields=*&limit=50"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def titles(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def make_image(title: str, collection: Collection | None = None) -> SiteImage:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(file, "PNG")
    image = SiteImage(title=title, file=ContentFile(file.getvalue(), f"{title}.png"))
    image.collection = collection or Collection.get_first_root_node()
    image.save()
    image.tags.add("mairie", "atelier")
    return image


def make_document(title: str, collection: Collection | None = None) -> SiteDocument:
    document = SiteDocument(title=title, file=ContentFile(b"%PDF-1.4", f"{title}.pdf"))
    document.collection = collection or Collection.get_first_root_node()
    document.save()
    document.tags.add("mairie", "atelier")
    return document


def make_private(collection: Collection, kind: str = "login") -> None:
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="secret"
    )
    restriction.groups.set(Group.objects.all())


def test_a_page_has_its_content_and_its_address(client):
    page = JobOfferPageFactory.row(title="Couvreur")
    item = client.get(f"{PAGES}{page.pk}/").json()
    assert item["title"] == "Couvreur"
    assert item["meta"]["type"] == "pages.JobOfferPage"
    assert item["meta"]["html_url"].endswith(page.get_url())
    assert item["meta"]["parent"]["title"] == "Offres d’emploi"
    assert item["organisation_name"] == page.organisation.name
    assert item["commune_name"] == "Belfort"
    assert item["public_contact"] == {}


def test_contacts_are_shown_as_their_author_allows_and_never_otherwise(client):
    page = JobOfferPageFactory.row(
        contact_name="Camille Petit",
        contact_email="prive@entreprise.test",
        contact_phone="03 84 11 22 33",
        contact_phone_public=True,
    )
    assert client.get(f"{PAGES}{page.pk}/").json()["public_contact"] == {"phone": "03 84 11 22 33"}
    for path in (f"{PAGES}{page.pk}/?fields=*", OFFERS):
        body = client.get(path).content.decode()
        assert "03 84 11 22 33" in body
        assert "prive@" not in body
        assert "Camille" not in body


@pytest.mark.parametrize("query", ["contact_email=prive%40entreprise.test", "contact_name=Camille"])
def test_private_columns_can_be_neither_filtered_nor_sorted_nor_asked_for(client, query):
    JobOfferPageFactory.row(contact_email="prive@entreprise.test", contact_name="Camille")
    name = query.split("=")[0]
    for path in (f"{OFFERS}&{query}", f"{OFFERS}&order={name}", f"{PAGES}?fields={name}"):
        response = client.get(path)
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"


def test_drafts_expired_and_withdrawn_pages_are_not_there(client):
    shown = JobOfferPageFactory.row(title="En ligne")
    draft = JobOfferPageFactory(title="Brouillon", live=False)
    expired = JobOfferPageFactory.row(title="Expirée")
    JobOfferPage.objects.filter(pk=expired.pk).update(
        expire_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    shown.title = "Un brouillon de la page en ligne"
    shown.save_revision()
    assert titles(client, f"{PAGES}?type=pages.JobOfferPage") == ["En ligne"]
    for page in (draft, expired):
        assert client.get(f"{PAGES}{page.pk}/").status_code == 404
        assert client.get(f"{PAGES}find/?id={page.pk}").status_code == 404
        path = page.get_url()
        assert client.get(f"{PAGES}find/", {"html_path": path}).status_code == 404
    assert client.get(f"{PAGES}{shown.pk}/").json()["title"] == "En ligne"


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_private_pages_are_not_there_not_even_for_staff(client, kind):
    page = JobOfferPageFactory.row(title="Privée")
    index = job_offer_index()
    restriction = PageViewRestriction.objects.create(
        page=index, restriction_type=kind, password="secret"
    )
    restriction.groups.set(Group.objects.all())
    client.force_login(UserFactory(superuser=True))
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    assert HomePage.objects.get().title in titles(client, PAGES)
    assert not {page.title, index.title} & set(titles(client, PAGES))
    assert client.get(f"{PAGES}{page.pk}/").status_code == 404
    assert client.get(f"{PAGES}?child_of={index.pk}").status_code == 400


@pytest.mark.parametrize(("make", "path"), [(make_image, IMAGES), (make_document, DOCUMENTS)])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_files_of_private_collections_are_not_there(client, make, path, kind):
    root = Collection.get_first_root_node()
    public, private = root.add_child(name="Site"), root.add_child(name="Interne")
    below = private.add_child(name="Dossiers")
    make_private(private, kind)
    make("a-la-racine")
    make("public", public)
    hidden = [make("interne", private), make("dossier", below)]
    client.force_login(UserFactory(superuser=True))
    assert titles(client, path) == ["a-la-racine", "public"]
    for item in hidden:
        assert client.get(f"{path}{item.pk}/").status_code == 404


def queries_of(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, response.content
    return len([query for query in captured if "snippets_count" not in query["sql"]])


@pytest.mark.parametrize("path", [PAGES, f"{PAGES}?fields=*", OFFERS])
def test_pages_cost_the_same_for_one_and_twenty(client, path):
    path += "&limit=50" if "?" in path else "?limit=50"
    path = path.replace("&limit=50&limit=50", "&limit=50")
    JobOfferPageFactory.row()
    one = queries_of(client, path)
    for _ in range(19):
        JobOfferPageFactory.row()
    assert queries_of(client, path) == one <= 8
    assert len(client.get(path).json()["items"]) >= 20


def whole_body(number: int) -> tuple[NewsPage, dict[str, Any]]:
    """News with every kind of reference, and what it refers to."""
    target = ContentPageFactory()
    hidden = {"draft": ContentPageFactory(live=False), "private": ContentPageFactory()}
    PageViewRestriction.objects.create(page=hidden["private"], restriction_type="login")
    image, document = make_image(f"photo-{number}"), make_document(f"guide-{number}")
    secret = Collection.objects.filter(name="Interne").first()
    if secret is None:
        secret = Collection.get_first_root_node().add_child(name="Interne")
        make_private(secret)
    secret_document = make_document(f"interne-{number}", secret)
    secret_image = make_image(f"interne-{number}", secret)
    links = "".join(
        f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in (target, *hidden.values())
    )
    files = "".join(
        f'<a linktype="document" id="{item.pk}">{item.title}</a>'
        for item in (document, secret_document)
    )
    button = {"title": "Vous recrutez ?", "text": "", "button": "Écrire"}
    commune = CommuneFactory()
    body = [
        {"type": "text", "value": f"<p>{links}{files}</p>"},
        *(
            {
                "type": "image",
                "value": {
                    "image": {"image": item.pk, "alt_text": "Un atelier", "decorative": False},
                    "caption": "Ici",
                },
            }
            for item in (image, secret_image)
        ),
        {
            "type": "documents",
            "value": {
                "documents": [
                    {"type": "item", "value": {"document": item.pk, "title": ""}}
                    for item in (document, secret_document)
                ]
            },
        },
        {"type": "call_to_action", "value": {**button, "page": target.pk, "address": ""}},
        {"type": "call_to_action", "value": {**button, "page": hidden["draft"].pk}},
        {"type": "call_to_action", "value": {**button, "page": None, "address": "/offres/"}},
        {"type": "opportunities", "value": {"title": "Offres", "commune": commune.pk, "count": 3}},
    ]
    page = NewsPageFactory(image=image, body=json.dumps(body))
    return page, {"target": target, "image": image, "document": document, "commune": commune}


def test_news_is_told_whole_with_absolute_addresses(client, settings):
    page, known = whole_body(1)
    item = client.get(f"{PAGES}{page.pk}/").json()
    site = settings.WAGTAILAPI_BASE_URL
    assert (item["date"], item["introduction"]) == ("2027-01-12", page.introduction)
    image = {
        "id": known["image"].pk,
        "title": "photo-1",
        "alt": "",
        "width": 8,
        "height": 6,
        "download_url": f"{site}/media/images/photo-1.max-1600x1600.png",
    }
    assert item["image"] == image
    text, figure, secret, documents, call, to_draft, to_address, offers = (
        block["value"] for block in item["body"]
    )
    target, document = known["target"], known["document"]
    assert f'<a href="{target.get_full_url()}">{target.title}</a>' in text
    assert f'<a href="{site}{document.url}">guide-1</a>' in text
    assert text.count("href") == 2
    assert "linktype" not in text
    assert figure["image"] == {"image": image, "alt_text": "Un atelier", "decorative": False}
    assert secret["image"]["image"] is None
    assert [file["document"] and file["document"]["title"] for file in documents["documents"]] == [
        "guide-1",
        None,
    ]
    assert call["url"] == target.get_full_url()
    assert to_draft["url"] == ""
    assert to_address["url"] == f"{site}/offres/"
    assert offers["commune"] == {"insee_code": known["commune"].pk, "name": known["commune"].name}


def test_addresses_are_the_sites_own_whatever_the_cms_believes(client, settings):
    """Its row of the site has no scheme, and may have been made for another host."""
    page = NewsPageFactory(image=make_image("une"))
    Site.objects.update(hostname="ailleurs.example", port=8080)
    settings.BASE_URL = "https://declic.example:8443"
    item = client.get(f"{PAGES}{page.pk}/").json()
    assert item["meta"]["html_url"] == f"https://declic.example:8443{page.url}"
    parent = f"https://declic.example:8443{page.get_parent().url}"
    assert item["meta"]["parent"]["meta"]["html_url"] == parent
    assert item["image"]["download_url"].startswith("https://declic.example:8443/media/images/")


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("https://declic.example", "https://declic.example"),
        ("http://localhost:8000/", "http://localhost:8000"),
    ],
)
def test_after_each_migrate_the_cms_knows_the_address(settings, base, root):
    Site.objects.update(hostname="localhost", port=80)
    settings.BASE_URL = base
    lay_pages()
    assert Site.objects.get().root_url == root


def test_an_image_without_its_file_has_no_address(client):
    image = make_image("perdue")
    image.file.storage.delete(image.file.name)
    for path in (f"{IMAGES}{image.pk}/", f"{IMAGES}?limit=50"):
        answer = client.get(path)
        assert answer.status_code == 200
    assert client.get(f"{IMAGES}{image.pk}/").json()["meta"]["download_url"] is None


def test_a_draft_of_a_published_page_is_not_told(client):
    page = ContentPageFactory(introduction="En ligne")
    page.introduction = "Pas encore"
    page.body = [("text", RichText("<p>Secret</p>"))]
    page.save_revision()
    answer = client.get(f"{PAGES}{page.pk}/")
    assert answer.json()["introduction"] == "En ligne"
    assert "Secret" not in answer.content.decode()


def test_bodies_cost_the_same_for_one_and_twenty(client):
    path = f"{PAGES}?type=pages.NewsPage&fields=*&limit=50"
    whole_body(0)
    one = queries_of(client, path)
    for number in range(1, MANY):
        whole_body(number)
    assert queries_of(client, path) == one <= 20
    assert len({json.dumps(item["body"]) for item in client.get(path).json()["items"]}) == MANY


def test_the_links_of_the_home_page_lead_somewhere(client):
    target = ContentPageFactory()
    home = HomePage.objects.get()
    home.introduction = f'<p><a linktype="page" id="{target.pk}">Lire</a></p>'
    home.save_revision().publish()
    item = client.get(f"{PAGES}{home.pk}/").json()
    assert item["introduction"] == f'<p><a href="{target.get_full_url()}">Lire</a></p>'


@pytest.mark.parametrize(("make", "path"), [(make_image, IMAGES), (make_document, DOCUMENTS)])
def test_files_cost_the_same_for_one_and_twenty(client, make, path):
    make("0")
    one = queries_of(client, f"{path}?fields=*")
    for number in range(1, 20):
        make(str(number))
    assert queries_of(client, f"{path}?fields=*") == one <= 6
    item = client.get(f"{path}?fields=*").json()["items"][0]
    assert item["meta"]["tags"] == ["atelier", "mairie"]
    assert item["meta"]["download_url"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=abc", "limit"), ("limit=51", "limit"), ("limit=-1", "limit"),
        ("offset=" + "9" * 30, "offset"), ("id=abc", "id"), ("type=auth.User", "type"),
        ("type=nothing", "type"), ("fields=nothing", "fields"), ("fields=(((", "fields"),
        ("order=nothing", "order"), ("order=--title", "order"), ("child_of=abc", "child_of"),
        ("descendant_of=0", "descendant_of"), ("child_of=" + "9" * 40, "child_of"),
        ("search=x&search_operator=xor", "search_operator"), ("nothing=1", "nothing"),
        ("site=localhost:abc", "site"), ("first_published_at=hier", "first_published_at"),
        ("limit=1&limit=2", "limit"), ("search=" + "a" * 300, "search"),
        ("translation_of=root", "translation_of"), ("locale=fr", "locale"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(client, query, field):
    job_offer_index()
    response = client.get(f"{PAGES}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert field in [error["field"] for error in response.json()["errors"]]


@pytest.mark.parametrize("path", [PAGES, IMAGES, DOCUMENTS])
def test_an_empty_number_to_find_is_refused_by_its_name(client, path):
    response = client.get(f"{path}find/?id=")
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["id"]


@pytest.mark.parametrize("path", [PAGES, IMAGES, DOCUMENTS, f"{PAGES}1/", f"{PAGES}find/"])
def test_nothing_can_be_written(client, path):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(path)
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"


def test_answers_may_be_shared_are_counted_and_read_by_other_sites(client):
    job_offer_index()
    response = client.get(PAGES, headers={"Origin": "https://ailleurs.example"})
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["RateLimit-Remaining"]


def test_there_is_no_form_for_browsers(client):
    job_offer_index()
    response = client.get(PAGES, headers={"Accept": "text/html"})
    assert response.status_code == 406


names = st.sampled_from(
    ["limit", "offset", "fields", "order", "search", "search_operator", "type", "child_of", "id",
     "descendant_of", "ancestor_of", "title", "slug", "show_in_menus", "html_path", "site", "x"]
)  # fmt: skip
values = st.text(max_size=30) | st.integers().map(str) | st.sampled_from(
    ["*", "-id", "random", "root", "and", "or", "title", "_,id", "*,-title", "pages.JobOfferPage",
     "wagtailcore.Page", "pages.JobOfferPage,pages.HomePage", "true", "find", "tags", "parent(*)"]
)  # fmt: skip


@settings(
    max_examples=at_size(40, 200),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    path=st.sampled_from([PAGES, IMAGES, DOCUMENTS, f"{PAGES}find/", f"{IMAGES}find/"]),
    pairs=st.lists(st.tuples(names, values), max_size=4),
)
def test_random_parameters_are_never_a_fault(client, path, pairs):
    job_offer_index()
    response = client.get(path, pairs and dict(pairs))
    assert response.status_code in {200, 302, 400, 404}
    if response.status_code >= 400:
        assert json.loads(response.content)["status"] == response.status_code
