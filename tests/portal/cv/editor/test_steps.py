"""The seven screens, as a browser without JavaScript sends them."""

import json
import re

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.candidates.models import CandidateProfile
from portal.cv.models import Cv
from snippets.models import Occupation
from tests.factories import CommuneFactory
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db


def fields_of(page) -> dict[str, str]:
    """What the form would send as it is."""
    found = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", page):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or 'type="checkbox"' in tag or 'type="radio"' in tag:
            continue
        value = re.search(r'value="([^"]*)"', tag) or re.search(r">([^<]*)</textarea>", tag)
        found[name[1]] = (value[1] if value else "").replace("&quot;", '"').replace("&#x27;", "'")
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def candidate():
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture
def browser(candidate):
    return signed_in(candidate)


@pytest.fixture
def cv(browser, candidate):
    browser.post(reverse("cv:start"))
    return Cv.objects.get(owner=candidate)


def test_beginning_twice_makes_one_cv(browser, candidate, cv):
    browser.post(reverse("cv:start"))
    assert candidate.cvs.count() == 1
    assert cv.document["basics"]["name"] == "Nadia Lefort"


def test_an_answer_is_saved_and_leads_to_the_next_question(browser, cv):
    address = reverse("cv:step", args=[cv.pk, 1])
    sent = fields_of(browser.get(address).content.decode())
    sent |= {"basics.phone": "06 12 34 56 78", "next": "1"}
    answer = browser.post(address, sent)
    assert answer.url == reverse("cv:step", args=[cv.pk, 2])
    cv.refresh_from_db()
    assert cv.document["basics"]["phone"] == "06 12 34 56 78"
    assert (cv.step, cv.version) == (2, 2)


def test_a_blank_entry_becomes_one_and_dates_are_read(browser, cv):
    address = reverse("cv:step", args=[cv.pk, 3])
    sent = fields_of(browser.get(address).content.decode())
    position = next(name for name in sent if name.endswith(".position"))
    prefix = position.rpartition(".")[0]
    sent |= {position: "Serveuse", f"{prefix}.startDate": "sept. 2019", "next": "1"}
    sent[f"{prefix}.endDate"] = "l’an dernier"
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    cv.refresh_from_db()
    entry = cv.document["work"][0]
    assert entry["position"] == "Serveuse"
    assert entry["startDate"] == "2019-09"
    assert "endDate" not in entry
    page = answer.content.decode()
    assert "Nous ne comprenons pas cette date" in page
    assert 'value="l’an dernier"' in page


def test_javascript_gets_the_same_save_as_json(browser, cv):
    address = reverse("cv:step", args=[cv.pk, 2])
    sent = fields_of(browser.get(address).content.decode()) | {"basics.label": "Serveuse"}
    answer = browser.post(address, sent, headers={"accept": "application/json"})
    assert answer.json()["version"] == 2
    assert answer.json()["base"]["basics.label"] == "Serveuse"
    assert json.loads(sent["base"])["basics.label"] == ""


def test_removing_can_be_undone(browser, cv):
    cv.document |= {"skills": [{"name": "Cuisiner"}, {"name": "Compter"}]}
    cv.save()
    address = reverse("cv:step", args=[cv.pk, 5])
    sent = fields_of(browser.get(address).content.decode())
    gone = cv.document["skills"][0]["x-declic"]["id"]
    page = browser.post(address, sent | {"remove": f"skills:{gone}"}).content.decode()
    cv.refresh_from_db()
    assert [skill["name"] for skill in cv.document["skills"]] == ["Compter"]
    token = re.search(r'name="undo"\s+value="([^"]+)"', page)[1]
    browser.post(address, fields_of(page) | {"undo": token})
    cv.refresh_from_db()
    assert [skill["name"] for skill in cv.document["skills"]] == ["Cuisiner", "Compter"]


def test_the_last_screen_leads_to_the_cv(browser, cv):
    address = reverse("cv:step", args=[cv.pk, 7])
    sent = fields_of(browser.get(address).content.decode())
    answer = browser.post(
        address, sent | {"next": "1", "x-declic.template": "premier"}, follow=True
    )
    assert "Voici votre CV" in answer.content.decode()
    cv.refresh_from_db()
    assert cv.step is None
    assert cv.template == "premier"
    pdf = browser.get(reverse("cv:pdf", args=[cv.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == 'attachment; filename="CV-nadia-lefort.pdf"'
    assert browser.get(reverse("cv:page", args=[cv.pk, 1])).content.startswith(b"\x89PNG")
    assert browser.get(reverse("cv:page", args=[cv.pk, 9])).status_code == 404


def test_every_screen_answers(browser, cv):
    cv.document |= {"work": [{"position": "Serveuse"}], "skills": [{"name": "Cuisiner"}]}
    cv.save()
    for name, *more in [
        ("cv:edit",),
        ("cv:preview",),
        ("cv:versions",),
        ("cv:rename",),
        ("cv:version", 1),
    ]:
        assert browser.get(reverse(name, args=[cv.pk, *more])).status_code == 200, name
    assert browser.get(reverse("cv:home")).status_code == 200
    for number in range(1, 8):
        assert browser.get(reverse("cv:step", args=[cv.pk, number])).status_code == 200


def test_a_section_is_moved_and_hidden(browser, cv):
    address = reverse("cv:edit", args=[cv.pk])
    sent = fields_of(browser.get(address).content.decode())
    browser.post(address, sent | {"up": "section|skills"})
    browser.post(address, sent | {"hide": "section|interests"})
    cv.refresh_from_db()
    sections = cv.document["x-declic"]["sections"]
    assert sections["order"].index("skills") < sections["order"].index("education")
    assert sections["hidden"] == ["interests"]


@pytest.mark.parametrize("part", ["skills", "summary"])
@pytest.mark.parametrize("button", ["up", "hide"])
def test_the_fold_of_the_button_that_was_pressed_stays_open(browser, cv, part, button):
    """Otherwise the focus is lost, for a closed fold takes none."""
    address = reverse("cv:edit", args=[cv.pk])
    sent = fields_of(browser.get(address).content.decode())
    page = browser.post(address, sent | {button: f"section|{part}"}).text
    folds = re.findall(r'data-section="(\w+)">\s*<details\s+open>', page)
    assert folds == [part]
    fold = page.partition(f'data-section="{part}"')[2].partition("data-section=")[0]
    assert fold.count("autofocus") == 1


def test_every_answer_is_in_the_document(browser, cv):
    answers = {
        1: {"basics.phone": "06 12 34 56 78", "basics.location.city": "Belfort"},
        2: {"basics.label": "Serveuse", "x-declic.domain": "G"},
        7: {"basics.summary": "Ponctuelle.", "x-declic.template": "premier"},
    }
    for number, texts in answers.items():
        address = reverse("cv:step", args=[cv.pk, number])
        sent = fields_of(browser.get(address).content.decode()) | texts
        browser.post(address, sent, headers={"accept": "application/json"})
        sent = fields_of(browser.get(address).content.decode()) | texts
        assert browser.post(address, sent | {"next": "1"}).status_code == 302
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Serveuse"
    assert cv.document["basics"]["summary"] == "Ponctuelle."
    assert cv.document["x-declic"] == {"domain": "G", "template": "premier"}


def test_a_first_cv_knows_what_the_profile_says(browser, candidate):
    profile = CandidateProfile.objects.create(
        user=candidate, commune=CommuneFactory(name="Delle"), licences=["B"]
    )
    occupation = Occupation.objects.create(code="G1803", label="Serveur / Serveuse")
    profile.trades.create(occupation=occupation, rank=1)
    browser.post(reverse("cv:start"))
    cv = candidate.cvs.get()
    assert cv.document["basics"]["location"] == {"city": "Delle"}
    assert cv.document["x-declic"] == {"mobility": {"licences": ["B"]}, "domain": "G"}


def test_the_space_shows_the_cv_to_finish(browser, cv):
    page = browser.get(reverse("space:home")).content.decode()
    assert "Vous en êtes à l’étape 1 sur 7." in page
    assert reverse("cv:step", args=[cv.pk, 1]) in page


def test_the_space_proposes_a_first_cv(browser):
    assert "Commencer mon CV" in browser.get(reverse("space:home")).content.decode()


def test_a_date_that_cannot_be_read_is_told_alone_and_before_the_cv_is_sent(browser, cv):
    cv.document |= {
        "work": [{"position": "Serveuse", "x-declic": {"typed": {"startDate": "l’an dernier"}}}]
    }
    cv.save()
    unread = "Nous ne comprenons pas cette date"
    for name in ("cv:edit", "cv:preview"):
        page = browser.get(reverse(name, args=[cv.pk])).content.decode()
        assert unread in page
        assert "Quand cela a-t-il commencé" not in page
    entry = cv.document["work"][0]["x-declic"]["id"]
    place = f"{reverse('cv:edit', args=[cv.pk])}?ouvrir=experiences#champ-work-{entry}-startDate"
    assert f'<a href="{place}">Début (Expérience 1)</a>' in page
    for address in (place, reverse("cv:edit", args=[cv.pk])):
        opened = browser.get(address).content.decode()
        assert re.search(r'id="experiences"[^>]*>\s*<details open', opened)


def test_what_is_said_of_the_whole_cv_is_said_once_with_no_question(browser, cv):
    cv.document |= {"work": [{"position": "Serveuse", "startDate": "2010", "endDate": "2011"}]}
    cv.save()
    page = browser.get(reverse("cv:preview", args=[cv.pk])).content.decode()
    assert page.count("votre CV ne dit rien") == 1
    assert "<a" not in page.partition("votre CV ne dit rien")[0].rpartition("<li>")[2]
