"""The page of a link, as a stranger's browser gets it; attempts to get more out of it."""

import re
import subprocess
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from portal.cv import services
from portal.cv.models import CvShareOpening
from portal.cv.sharing import counting
from tests.portal.accounts.people import signed_in
from tests.portal.cv.sharing.links import SECRETS, candidate, cv_of, path_of, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def cv():
    return cv_of(candidate(first_name="Éloïse", last_name="Martin"))


@pytest.fixture
def stranger():
    return Client(REMOTE_ADDR="192.0.2.7")


def read(browser, made, code=""):
    browser.post(path_of(made), {"code": code})
    return browser.get(path_of(made))


def read_once(made):
    return Client().post(path_of(made), {"code": ""})


def said_by(pdf, tmp_path) -> str:
    """All that a PDF says: its text, what it tells of itself, its bytes."""
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf)
    said = [
        subprocess.run([*command, str(file), *end], capture_output=True, text=True, check=True)
        for command, end in ((["pdftotext", "-layout"], ["-"]), (["pdfinfo"], []))
    ]
    raw = subprocess.run(
        ["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True
    )
    return "".join(run.stdout for run in [*said, raw])


def test_a_browser_that_found_the_code_is_known_by_this_link_alone(cv, stranger):
    made, other = share(cv, with_code=True), share(cv, with_code=True, days=7)
    read(stranger, made, made.code)
    cookie = stranger.cookies["cv_lecteur"]
    assert cookie["path"] == path_of(made)
    assert cookie["httponly"]
    value = cookie.value
    read(stranger, made, made.code)
    assert stranger.cookies["cv_lecteur"].value.split(":")[0] == value.split(":")[0]
    for number in range(counting.BY_LINK.most):
        for link in (made, other):
            Client(REMOTE_ADDR=f"10.0.{number}.1").post(path_of(link), {"code": "faux-code"})
    assert stranger.post(path_of(made), {"code": made.code}).status_code == 302
    assert stranger.post(path_of(other), {"code": other.code}).status_code == 429
    # A link without a code has nothing to be tried.
    assert "cv_lecteur" not in read_once(share(cv, days=15)).cookies


def test_a_link_shows_a_button_then_the_cv_and_its_file(cv, stranger):
    made = share(cv)
    door = stranger.get(path_of(made)).content.decode()
    assert "Voir le CV" in door
    assert not any(secret in door for secret in SECRETS)
    page = read(stranger, made).content.decode()
    assert "CV – Éloïse Martin" in page
    assert "Cantine des Glacis" in page
    picture = stranger.get(f"{path_of(made)}page/1/")
    assert picture.content.startswith(b"\x89PNG")
    assert stranger.get(f"{path_of(made)}page/9/").status_code == 404
    file = stranger.get(f"{path_of(made)}pdf/")
    assert file.content.startswith(b"%PDF")
    assert 'filename="CV-eloise-martin.pdf"' in file["Content-Disposition"]


def test_programs_that_follow_links_are_not_counted(cv, stranger):
    made = share(cv)
    for path in ("", "pdf/", "page/1/"):
        for method in (stranger.get, stranger.head):
            assert method(f"{path_of(made)}{path}").status_code in (200, 302)
    assert not CvShareOpening.objects.exists()


def test_the_file_is_behind_the_button(cv, stranger):
    made = share(cv, with_code=True)
    for path in ("pdf/", "page/1/"):
        assert stranger.get(f"{path_of(made)}{path}").url == path_of(made)
        assert stranger.post(f"{path_of(made)}{path}").status_code == 405


def test_the_cookie_of_one_link_opens_no_other(cv, stranger):
    named, hidden = share(cv, with_code=True), share(cv, is_anonymous=True)
    stranger.post(path_of(hidden))
    cookie = stranger.cookies["cv_ouvert"]
    assert (cookie["path"], cookie["httponly"]) == (path_of(hidden), True)
    for value in (cookie.value, "1", "1:1tAAAA:faux"):
        stranger.cookies["cv_ouvert"] = value
        assert stranger.get(f"{path_of(named)}pdf/").status_code == 302
        assert "Martin" not in stranger.get(path_of(named)).content.decode()


def test_nothing_is_cached_nor_indexed_and_forms_may_be_sent(cv, stranger):
    made = share(cv)
    answers = [stranger.get(path_of(made)), read(stranger, made)]
    answers += [stranger.get(f"{path_of(made)}{path}") for path in ("pdf/", "page/1/")]
    answers += [stranger.get("/cv/faux/"), stranger.post(path_of(made))]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in answers[1].content.decode()


def test_a_form_of_another_site_is_refused(cv):
    made = share(cv)
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(path_of(made)).status_code == 403
    assert not CvShareOpening.objects.exists()


def test_whatever_does_not_work_looks_the_same(cv, stranger):
    stopped = share(cv)
    services.stop_share(cv=cv, user=cv.owner, share=stopped.share)
    other = cv_of(candidate())
    deleted = share(other)
    services.delete_cv(cv=other, user=other.owner)
    gone = cv_of(candidate())
    closed = share(gone, with_code=True)
    gone.owner.is_active = False
    gone.owner.save()
    tokens = [made.token for made in (stopped, deleted, closed)]
    tokens += ["faux", stopped.token[:-1], stopped.token.swapcase(), "é" * 300, "a" * 3000]
    pages = set()
    for token in tokens:
        for path in ("", "pdf/", "page/1/"):
            answer = stranger.get(f"/cv/{token}/{path}")
            assert answer.status_code == 410
            pages.add(
                re.sub(token and re.escape(f"/cv/{token}/{path}"), "", answer.content.decode())
            )
        assert stranger.post(f"/cv/{token}/", {"code": "x"}).status_code == 410
    assert len({re.sub(r"/cv/[^\"]*", "", page) for page in pages}) == 1


def test_a_page_that_was_open_ends_with_the_link(cv, stranger):
    made = share(cv)
    read(stranger, made)
    services.stop_share(cv=cv, user=cv.owner, share=made.share)
    for path in ("", "pdf/", "page/1/"):
        assert stranger.get(f"{path_of(made)}{path}").status_code == 410


def test_an_anonymous_link_says_nothing_of_the_person(cv, stranger, tmp_path):
    made = share(cv, is_anonymous=True)
    for query in ("", "?anonyme=0", "?nom=1"):
        stranger.post(f"{path_of(made)}{query}", {"anonyme": "0", "variant": "nom"})
        page = stranger.get(f"{path_of(made)}{query}").content.decode()
        assert "Cantine des Glacis" in page
        file = stranger.get(f"{path_of(made)}pdf/{query}")
        said = page + said_by(file.content, tmp_path) + file["Content-Disposition"]
        assert [secret for secret in SECRETS if secret in said] == []
        assert str(cv.owner.email) not in said
    assert 'filename="CV-anonyme.pdf"' in file["Content-Disposition"]


def test_a_wrong_code_is_said_beside_the_field(cv, stranger):
    made = share(cv, with_code=True)
    answer = stranger.post(path_of(made), {"code": "faux-code"})
    assert answer.status_code == 422
    assert "bon code" in answer.content.decode()
    for _ in range(5):
        answer = stranger.post(path_of(made), {"code": "faux-code"})
    assert answer.status_code == 429
    assert "quart d’heure" in answer.content.decode()
    assert stranger.get(f"{path_of(made)}pdf/").status_code == 302


def test_a_text_that_looks_like_code_is_text(stranger):
    nasty = "<script>alert(1)</script>"
    cv = cv_of(candidate(), {"basics": {"name": nasty, "url": "javascript:alert(1)"}})
    page = read(stranger, share(cv)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert nasty not in page
    assert 'href="javascript:' not in page


def test_an_empty_cv_is_shown(stranger):
    assert read(stranger, share(cv_of(candidate(), {}))).status_code == 200


def test_the_owner_is_told_that_a_visit_is_not_counted(cv):
    made = share(cv)
    page = read(signed_in(cv.owner), made).content.decode()
    assert "Votre visite n’est pas comptée" in page
    assert not CvShareOpening.objects.exists()


def test_the_link_is_of_the_site_and_not_of_the_request(cv, settings):
    settings.BASE_URL = "https://declic.exemple.test"
    settings.ALLOWED_HOSTS = ["*"]
    browser = signed_in(cv.owner)
    address = reverse("cv:share", args=[cv.pk])
    page = browser.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = {"key": key, "variant": "nom", "days": "30"}
    made = browser.post(address, sent, headers={"host": "mechant.exemple"}).content.decode()
    link = re.search(r'id="lien"[^>]*value="([^"]+)"', made)[1]
    assert urlsplit(link).netloc == "declic.exemple.test"
    assert "mechant" not in made
    assert Client().get(urlsplit(link).path).status_code == 200
