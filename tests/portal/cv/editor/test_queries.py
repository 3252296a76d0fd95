"""A list costs the same for one row and for twenty."""

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.cv.models import CvHelper
from portal.cv.services import create_cv
from tests.portal.accounts.people import person_with, queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return person_with(LevelName.CANDIDATE)


def test_the_list_of_cvs(candidate):
    browser = signed_in(candidate)
    create_cv(owner=candidate, title="Un", document={})
    one = queries_of(browser, reverse("cv:home"))
    for number in range(19):
        create_cv(owner=candidate, title=f"CV {number}", document={})
    assert queries_of(browser, reverse("cv:home")) == one


def test_the_list_of_cvs_that_one_helps_with():
    adviser = person_with(LevelName.ADVISER)
    browser = signed_in(adviser)

    def help_somebody():
        cv = create_cv(owner=person_with(LevelName.CANDIDATE), title="Un", document={})
        CvHelper.objects.create(cv=cv, user=adviser)

    help_somebody()
    one = queries_of(browser, reverse("cv:helped"))
    for _ in range(5):
        help_somebody()
    assert queries_of(browser, reverse("cv:helped")) == one


@pytest.mark.parametrize("screen", ["cv:edit", "cv:preview"])
def test_a_cv_of_two_hundred_entries(candidate, screen):
    browser = signed_in(candidate)
    short = create_cv(owner=candidate, title="Un", document={"work": [{"position": "Serveuse"}]})
    long = create_cv(
        owner=candidate,
        title="Deux",
        document={"work": [{"position": f"Poste {n}", "startDate": "2019"} for n in range(200)]},
    )
    one = queries_of(browser, reverse(screen, args=[short.pk]))
    assert queries_of(browser, reverse(screen, args=[long.pk])) == one
