"""Another name for a CV, and what may be wrong with it."""

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.cv import services
from portal.cv.errors import CvError
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cv():
    return services.start_cv(owner=person_with(LevelName.CANDIDATE))


def rename(cv, title):
    return signed_in(cv.owner).post(reverse("cv:rename", args=[cv.pk]), {"title": title})


def test_a_cv_takes_the_name_that_is_typed(cv):
    assert rename(cv, "  CV \t cuisine ").url == reverse("cv:home")
    cv.refresh_from_db()
    assert cv.title == "CV cuisine"


@pytest.mark.parametrize("title", ["", " ", "x" * 81])
def test_a_name_that_cannot_be_is_kept_in_its_field(cv, title):
    page = rename(cv, title)
    shown = page.content.decode()
    assert page.status_code == 422
    assert not title or f'value="{title}"' in shown
    assert shown.count('class="field-error"') == 1
    assert 'href="#champ-title"' in shown
    before = cv.title
    cv.refresh_from_db()
    assert cv.title == before


def test_a_cv_that_goes_meanwhile_is_told(cv, monkeypatch):
    def gone(**_):
        message = "Ce CV n’est plus là."
        raise CvError(message)

    monkeypatch.setattr(services, "rename_cv", gone)
    page = rename(cv, "CV cuisine")
    assert page.status_code == 422
    assert "Ce CV n’est plus là." in page.content.decode()
