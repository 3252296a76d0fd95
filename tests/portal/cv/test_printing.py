"""The pages of a CV as pictures: drawn once, and not hundreds of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from portal.cv import pdf
from portal.cv.printing import MAX_PICTURES, page_count, pdf_of, shown_pages
from portal.cv.services import change_cv
from tests.portal.accounts.people import signed_in
from tests.portal.cv.sharing.links import candidate, cv_of, path_of, share

LONG = {
    "basics": {"name": "Éloïse Martin"},
    "work": [
        {"position": f"Poste {number}", "highlights": [f"Tâche {line}" for line in range(20)]}
        for number in range(40)
    ],
}


@pytest.fixture
def drawings(monkeypatch):
    """How often a CV was drawn; what is drawn is the real thing."""
    caches["drawn"].clear()
    made, render = [], pdf.render

    def counted(*args, **wishes):
        made.append(wishes)
        return render(*args, **wishes)

    monkeypatch.setattr(pdf, "render", counted)
    return made


@pytest.mark.django_db
def test_a_preview_and_its_pages_are_drawn_once(drawings):
    cv = cv_of(candidate())
    browser = signed_in(cv.owner)
    assert browser.get(reverse("cv:preview", args=[cv.pk])).status_code == 200
    page = reverse("cv:page", args=[cv.pk, 1])
    first = browser.get(page).content
    assert browser.get(page).content == first
    assert len(drawings) == 1
    assert browser.get(page, {"anonyme": "1"}).content != first
    assert len(drawings) == 2


@pytest.mark.django_db
def test_a_change_is_seen_at_once(drawings):
    cv = cv_of(candidate())
    browser = signed_in(cv.owner)
    page = reverse("cv:page", args=[cv.pk, 1])
    before = browser.get(page).content
    change_cv(cv=cv, user=cv.owner, change=lambda said: said["basics"].update(label="Serveuse"))
    assert browser.get(page).content != before


@pytest.mark.django_db
def test_pages_that_are_asked_for_at_once_wait_for_one_drawing(drawings):
    cv = cv_of(candidate())
    today = timezone.localdate()
    with ThreadPoolExecutor(4) as threads:
        prints = list(threads.map(lambda _: pdf_of(cv, today), range(4)))
    assert len(set(prints)) == 1
    assert len(drawings) == 1


@pytest.mark.django_db
def test_a_print_with_the_secret_of_a_link_is_not_kept(drawings):
    cv = cv_of(candidate())
    for _ in range(2):
        pdf_of(cv, timezone.localdate(), share_url="https://exemple.test/cv/secret/")
    assert len(drawings) == 2


@pytest.mark.django_db
def test_a_very_long_cv_shows_its_first_pages_and_says_so(drawings, client):
    cv = cv_of(candidate(), LONG)
    count = page_count(pdf_of(cv, timezone.localdate()))
    assert count > MAX_PICTURES
    said = f"Seules les {MAX_PICTURES} premières pages sont montrées ici"
    browser = signed_in(cv.owner)
    page = browser.get(reverse("cv:preview", args=[cv.pk])).content.decode()
    assert page.count("<img src") == MAX_PICTURES
    assert said in page
    assert f"Page {MAX_PICTURES} sur {count} " in page
    answer = browser.get(reverse("cv:preview", args=[cv.pk]), HTTP_ACCEPT="application/json").json()
    assert (len(answer["pages"]), answer["count"]) == (MAX_PICTURES, count)
    assert said in browser.get(reverse("cv:share_preview", args=[cv.pk])).content.decode()
    for number, status in ((MAX_PICTURES, 200), (MAX_PICTURES + 1, 404)):
        assert browser.get(reverse("cv:page", args=[cv.pk, number])).status_code == status
    made = share(cv)
    client.post(path_of(made))
    page = client.get(path_of(made)).content.decode()
    assert said in page
    assert f"Page {MAX_PICTURES} sur {count} du CV" in page
    assert client.get(f"{path_of(made)}page/{MAX_PICTURES + 1}/").status_code == 404
    assert len(drawings) == 1


def test_a_short_cv_shows_all_its_pages():
    assert list(shown_pages(2)) == [1, 2]
