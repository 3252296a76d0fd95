"""What somebody could do to a CV with what the editor gives or takes."""

import json

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.cv import services
from portal.cv.models import CvHelper
from portal.cv.resume import reading
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return person_with(LevelName.CANDIDATE)


def cv_with(owner, document):
    return services.create_cv(owner=owner, title="Cuisine", document=document)


def test_an_undo_carries_no_text_into_another_cv(owner):
    source = cv_with(owner, {"work": [{"position": "Plongeuse"}]})
    target = cv_with(owner, {"work": [{"position": "Serveuse"}]})
    browser = signed_in(owner)
    entry = source.document["work"][0]["x-declic"]["id"]
    page = browser.post(reverse("cv:edit", args=[source.pk]), {"remove": f"work:{entry}."})
    undo = {"undo": page.context["removed"].signed()}
    browser.post(reverse("cv:edit", args=[target.pk]), undo)
    target.refresh_from_db()
    assert "Plongeuse" not in json.dumps(target.document)
    browser.post(reverse("cv:edit", args=[source.pk]), undo)
    source.refresh_from_db()
    assert "Plongeuse" in json.dumps(source.document)


@pytest.mark.parametrize("extension", [None, {"sections": None}])
def test_a_section_is_hidden_where_a_file_said_null(owner, extension):
    cv = cv_with(owner, {"basics": {"name": "Lina Morel"}, "x-declic": extension})
    page = signed_in(owner).post(reverse("cv:edit", args=[cv.pk]), {"hide": "section|work"})
    cv.refresh_from_db()
    assert (page.status_code, list(cv.resume.hidden_sections)) == (200, ["work"])


@pytest.mark.parametrize("base", ['{"basics.label": "\\ud800"}', "[" * 5_000, "7", "{"])
def test_a_text_that_no_page_can_hold_is_not_what_was_shown(owner, base):
    """It is drawn again beside a conflict."""
    cv = cv_with(owner, {"basics": {"label": "Cuisinière"}})
    sent = {"base": base, "basics.label": "Commis"}
    response = signed_in(owner).post(reverse("cv:edit", args=[cv.pk]), sent)
    assert response.status_code == 409
    assert response.context["conflicts"]["basics.label"].former == ""


def test_an_undo_works_where_a_list_has_become_null(owner):
    cv = cv_with(owner, {"work": [{"position": "Plongeuse"}]})
    browser, address = signed_in(owner), reverse("cv:edit", args=[cv.pk])
    entry = cv.document["work"][0]["x-declic"]["id"]
    undo = browser.post(address, {"remove": f"work:{entry}."}).context["removed"].signed()
    services.replace_document(cv=cv, user=owner, document={"work": None})
    assert browser.post(address, {"undo": undo}).status_code == 200
    cv.refresh_from_db()
    assert cv.document["work"][0]["position"] == "Plongeuse"


def test_a_helper_does_not_print_the_photo_again_with_an_old_version(owner):
    cv = cv_with(owner, {"basics": {"name": "Lina Morel"}, "x-declic": {"photo": True}})
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    services.replace_document(cv=cv, user=owner, document={"basics": {"name": "Lina"}})
    services.restore_version(cv=cv, user=adviser, number=1)
    cv.refresh_from_db()
    assert (cv.resume.identity.name, cv.resume.show_photo) == ("Lina Morel", False)


def test_a_long_cv_is_not_read_again_for_each_field(owner, monkeypatch):
    """A page of 199 experiences took twenty seconds."""
    cv = cv_with(owner, {"work": [{"position": f"Poste {n}"} for n in range(30)]})
    read, problems = [], reading._problems
    monkeypatch.setattr(reading, "_problems", lambda *args: (read.append(1), problems(*args))[1])
    page = signed_in(owner).get(reverse("cv:edit", args=[cv.pk]))
    assert (page.status_code, 0 < len(read) < 20) == (200, True)
