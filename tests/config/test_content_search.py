"""`?search=` of the API v2 with each other parameter, and what it refuses, in French."""

import re

import pytest

from tests.config.test_content_api import DOCUMENTS, IMAGES, PAGES, make_document, make_image
from tests.editorial_factories import ContentPageFactory, NewsPageFactory
from tests.factories import JobOfferPageFactory, job_offer_index

pytestmark = pytest.mark.django_db
TYPES = "type=pages.JobOfferPage,pages.NewsPage"


@pytest.fixture(autouse=True)
def content(settings, tmp_path, cms_index):
    settings.MEDIA_ROOT = tmp_path
    JobOfferPageFactory(title="Couvreur")
    JobOfferPageFactory(title="Soudeur", slug="soudeur")
    NewsPageFactory(title="Un couvreur raconte", slug="raconte")
    ContentPageFactory(title="Le couvreur en brouillon", live=False)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Couvreur", "Un couvreur raconte"}),
        ("&type=pages.JobOfferPage", {"Couvreur"}),
        (f"&{TYPES}", {"Couvreur", "Un couvreur raconte"}),
        ("&slug=raconte", {"Un couvreur raconte"}),
        (f"&{TYPES}&slug=raconte&order=-title", {"Un couvreur raconte"}),
        ("&title=Couvreur&show_in_menus=false", {"Couvreur"}),
        ("&descendant_of=root", {"Couvreur", "Un couvreur raconte"}),
        ("&order=random", {"Couvreur", "Un couvreur raconte"}),
    ],
)
def test_words_are_sought_with_any_other_parameter(client, query, titles):
    response = client.get(f"{PAGES}?search=couvreur{query}")
    assert response.status_code == 200, response.text
    answer = response.json()
    assert {item["title"] for item in answer["items"]} == titles
    assert answer["meta"]["total_count"] == len(titles)


@pytest.mark.parametrize(("order", "first"), [("title", "Couvreur"), ("-title", "Un couvreur r")])
def test_what_is_found_comes_in_the_order_that_is_asked_for(client, order, first):
    items = client.get(f"{PAGES}?search=couvreur&order={order}").json()["items"]
    assert items[0]["title"].startswith(first)


def test_one_word_or_all(client):
    for operator, count in (("and", 0), ("or", 3)):
        path = f"{PAGES}?search=couvreur+soudeur&search_operator={operator}"
        assert client.get(path).json()["meta"]["total_count"] == count
    assert client.get(f"{PAGES}?search=").status_code == 200


@pytest.mark.parametrize(("make", "path"), [(make_image, IMAGES), (make_document, DOCUMENTS)])
def test_files_are_sought_with_any_other_parameter(client, make, path):
    number = make("couvreur").pk
    make("autre")
    for query in ("", "&order=-title", "&title=couvreur", f"&id={number}", "&fields=*"):
        items = client.get(f"{path}?search=couvreur{query}").json()["items"]
        assert [item["id"] for item in items] == [number]


@pytest.mark.parametrize(
    ("query", "field", "reason"),
    [
        ("fields=nothing,other", "fields", "Ces champs n’existent pas : nothing, other."),
        ("fields=(((", "fields", "Cette liste de champs ne se lit pas."),
        ("fields=_,title(x)", "fields", "« title » n’a pas de sous-champs."),
        ("type=nothing", "type", "Ce type de page n’existe pas."),
        ("limit=1&order=--title", "order", "On ne peut pas trier par « --title »."),
        ("order=random,title", "order", "« random » ne se combine avec aucun autre champ."),
        ("order=random&offset=1", "order", "« random » ne se combine pas avec « offset »."),
        ("limit=1&child_of=999999", "child_of", "Cette page n’existe pas, ou n’est pas publique."),
        ("ancestor_of=x", "ancestor_of", "Écrivez le numéro d’une page."),
        (
            "child_of={index}&descendant_of={index}",
            "descendant_of",
            "« descendant_of » ne se combine pas avec « child_of ».",
        ),
        ("limit=1&show_in_menus=x", "show_in_menus", "Cette valeur ne convient pas."),
    ],
)
def test_a_refusal_names_its_parameter_and_says_why_in_french(client, query, field, reason):
    response = client.get(f"{PAGES}?{query.format(index=job_offer_index().pk)}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert (error["field"], error["reason"].replace("\u00a0", " ")) == (field, reason)


def test_problems_have_a_french_title(client):
    for path, title in ((f"{PAGES}0/", "Introuvable"), (f"{PAGES}?x=1", "Demande incorrecte")):
        problem = client.get(path).json()
        assert problem["title"] == title
        assert not re.search(r"\b(?:the|not|must|cannot)\b", problem["detail"])
