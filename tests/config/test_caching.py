"""Who may keep an answer: the same page for every visitor alone may be kept by others."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import PageViewRestriction

from config.shared_pages import CachingMiddleware
from portal.accounts.level_names import LevelName
from tests.editorial_factories import ContentPageFactory
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import person_with

pytestmark = pytest.mark.django_db

SHARED = "max-age=0, public, s-maxage=60"
PRIVATE = "no-cache, private"
NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
# What an address answers to a visitor without a cookie.
EXPECTED = {
    "/": SHARED,
    "/offres/": SHARED,
    "/offres/?type=job&lieu=Belfort": SHARED,
    "/sessions/": SHARED,
    "/recherche/?q=aide": SHARED,
    "/mentions-legales/": SHARED,
    "/accessibilite/": SHARED,
    "/espace-pro/": SHARED,
    "/employeurs/": SHARED,
    "/compte/connexion/": NEVER,
    "/compte/inscription/": NEVER,
    "/contact/": NEVER,
    "/etre-rappele/": NEVER,
    "/nulle-part/": PRIVATE,
    "/.well-known/security.txt": PRIVATE,
    "/health/live": NEVER,
    "/offres/communes/?q=bel": "max-age=3600, public",
    "/robots.txt": "max-age=3600, public",
    "/sitemap.xml": "max-age=3600, public",
    "/api/v1/opportunities/": "max-age=30, public",
    "/api/v2/pages/": "max-age=30, public",
}


def directives(answer):
    return ", ".join(sorted(answer["Cache-Control"].split(", ")))


@pytest.mark.parametrize(("path", "expected"), EXPECTED.items())
def test_what_a_visitor_is_given_says_who_may_keep_it(client, path, expected):
    answer = client.get(path)
    assert directives(answer) == ", ".join(sorted(expected.split(", ")))
    if expected == SHARED:
        assert answer.cookies == {}
        assert "Cookie" in answer["Vary"]
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == answer["Cache-Control"]
        client.cookies["messages"] = "something"
        assert directives(client.get(path)) == PRIVATE


def test_no_answer_to_somebody_is_public(client):
    client.force_login(person_with(LevelName.COMMUNICATION))
    pages = [path for path, expected in EXPECTED.items() if expected in {SHARED, NEVER}]
    for path in [*pages, "/cms/", "/habilitations/"]:
        if path != "/health/live":
            answer = client.get(path)
            assert "no-store" in answer["Cache-Control"], path
            assert not answer.has_header("ETag"), path


def test_pages_of_the_cms_too_and_never_one_that_asks_a_password(client):
    offer = JobOfferPageFactory()
    page = ContentPageFactory()
    assert directives(client.get(offer.url)) == directives(client.get(page.url)) == SHARED
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert "no-store" in client.get(page.url)["Cache-Control"]


def test_an_answer_with_a_cookie_is_public_for_nobody():
    def careless(request):
        answer = HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})
        answer.set_cookie("who", "me")
        return answer

    answer = CachingMiddleware(careless)(RequestFactory().get(reverse("search:results")))
    assert "public" not in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
