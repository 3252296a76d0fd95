"""The CV as a file: formats, names, who may, and JSON Resume out and in again without loss."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml.styles import CT_Styles

from portal.accounts.level_names import LevelName
from portal.cv.exchange import as_docx
from portal.cv.identifiers import LISTS
from portal.cv.models import Cv, CvHelper
from portal.cv.services import create_cv
from snippets.dotted_paths import list_at
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.documents import PEOPLE, SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    return person_with(LevelName.CANDIDATE, first_name="Léa", last_name="Morel")


@pytest.fixture
def browser(lea):
    return signed_in(lea)


@pytest.fixture
def cv(lea):
    document = {"basics": {"name": "Léa Morel", "email": "lea@exemple.fr", "label": "Serveuse"}}
    return create_cv(owner=lea, title="Salle", document=document)


def get(browser, cv, kind, **query):
    return browser.get(reverse("cv:file", args=[cv.pk, kind]), query)


def without_names(document):
    """Without the names that each entry gets from us."""
    bare = json.loads(json.dumps(document))
    for key in LISTS:
        for entry in list_at(bare, key) or []:
            entry.get("x-declic", {}).pop("id", None)
            if entry.get("x-declic") == {}:
                del entry["x-declic"]
    return bare


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("txt", "text/plain; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
    ],
)
def test_a_file_has_its_type_and_a_name_to_file_it(browser, cv, kind, content_type):
    answer = get(browser, cv, kind)
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="CV-lea-morel.{kind}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content


@pytest.mark.parametrize("kind", ["docx", "txt"])
def test_without_the_name_nothing_says_who_it_is(browser, cv, kind):
    answer = get(browser, cv, kind, anonyme="1")
    assert answer["Content-Disposition"] == f'attachment; filename="CV-anonyme.{kind}"'
    if kind == "docx":
        text = "\n".join(part.text for part in Document(BytesIO(answer.content)).paragraphs)
    else:
        text = answer.content.decode()
    assert "Serveuse" in text
    assert "Morel" not in text
    assert "lea@exemple.fr" not in text


def test_a_name_that_ascii_cannot_write_is_kept_in_the_files_name(browser, lea):
    cv = create_cv(owner=lea, title="Autre", document={"basics": {"name": "محمد علي"}})
    found = get(browser, cv, "txt")["Content-Disposition"]
    assert found.startswith("attachment; filename*=utf-8''CV-%D9%85")


def test_no_name_gives_a_plain_one(browser, lea):
    cv = create_cv(owner=lea, title="Autre", document={"basics": {"label": "Serveuse"}})
    assert 'filename="CV.docx"' in get(browser, cv, "docx")["Content-Disposition"]


def test_json_resume_is_its_persons_alone(browser, cv):
    adviser = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=adviser)
    helper = signed_in(adviser)
    assert get(helper, cv, "docx").status_code == 200
    assert get(helper, cv, "json").status_code == 404
    assert "JSON" not in helper.get(reverse("cv:formats", args=[cv.pk])).text
    assert "JSON" in browser.get(reverse("cv:formats", args=[cv.pk])).text
    assert get(browser, cv, "json", anonyme="1").status_code == 404
    assert get(browser, cv, "exe").status_code == 404


def test_lines_that_wait_for_a_place_leave_with_no_file(browser, cv):
    Cv.objects.filter(pk=cv.pk).update(unplaced="12 rue du Secret")
    for kind in ("txt", "json"):
        assert "Secret" not in get(browser, cv, kind).content.decode()
    assert "Secret" in browser.get(reverse("cv:edit", args=[cv.pk])).text


@pytest.mark.parametrize("name", [*SAMPLES, *PEOPLE])
def test_a_json_resume_comes_in_and_goes_out_without_loss(browser, name):
    document = {**{**SAMPLES, **PEOPLE}[name], "unknown": {"nested": [1, None, {"é": "ok"}]}}
    file = SimpleUploadedFile("mine.json", json.dumps(document).encode())
    browser.post(reverse("cv:import"), {"file": file})
    cv = Cv.objects.get()
    assert without_names(json.loads(get(browser, cv, "json").content)) == without_names(document)
    # Opened and saved in the editor, nothing typed: nothing is lost either.
    browser.post(reverse("cv:edit", args=[cv.pk]), {"save": "1"})
    assert without_names(json.loads(get(browser, cv, "json").content)) == without_names(document)


def test_my_data_leads_to_the_cvs(browser, cv):
    page = browser.get("/compte/mes-donnees/").text
    assert f'href="{reverse("cv:home")}">Lire mes CV, et les télécharger' in page
    assert "Nom\u00a0: Léa Morel" in page


def test_a_word_file_of_many_lines_is_written_in_one_pass(lea, monkeypatch):
    """Each line once read all the styles: 500 KB of CV held the site for half a minute."""
    searched = []
    search = CT_Styles.default_for

    def counted(self, style_type):
        searched.append(style_type)
        return search(self, style_type)

    monkeypatch.setattr(CT_Styles, "default_for", counted)
    work = [{"name": "Port", "highlights": ["x"] * 500}]
    resume = create_cv(owner=lea, title="Port", document={"work": work}).resume
    written = as_docx(resume)
    assert len(searched) < 50
    lines = Document(BytesIO(written)).paragraphs
    assert sum(line.style.name == "List Bullet" for line in lines) == 500
    assert lines[-1].style.name == "List Bullet"
