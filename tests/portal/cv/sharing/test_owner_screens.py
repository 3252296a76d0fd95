"""The owner's screens: a link, and who opened it; another's CV is not found."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv import services
from portal.cv.models import CvHelper, CvShare
from portal.cv.services.sharing import MAX_OPEN
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.cv.sharing.links import SECRETS, candidate, cv_of, path_of, share
from tests.portal.cv.sharing.test_shared_page import said_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def cv():
    return cv_of(candidate(first_name="Éloïse", last_name="Martin"))


@pytest.fixture
def browser(cv):
    return signed_in(cv.owner)


def address(cv, name="share", *more):
    return reverse(f"cv:{name}", args=[cv.pk, *more])


def form_of(browser, cv, **wishes):
    page = browser.get(address(cv)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return {"key": key, "variant": "nom", "days": "30", **wishes}


def test_a_link_is_shown_again_without_the_code_that_was_chosen(cv, browser):
    sent = form_of(browser, cv, recipient="Hôtel <b>", with_code="on", code="Tournesol 7")
    answer = browser.post(address(cv), sent)
    page = answer.content.decode()
    path = re.search(r'id="lien"[^>]*value="[^"]*(/cv/[\w-]{32}/)"', page)[1]
    assert "Tournesol 7" in page
    assert "no-store" in answer["Cache-Control"]
    # Reloaded: the same link, and no second one.
    assert path in browser.post(address(cv), sent).content.decode()
    assert cv.shares.count() == 1
    listed = browser.get(address(cv)).content.decode()
    assert path not in listed
    assert "Tournesol" not in listed
    assert "Hôtel &lt;b&gt;" in listed
    again = re.search(r'href="([^"]+)">Revoir ce lien', listed)[1]
    answer = browser.get(again)
    assert path in answer.text
    assert "Nous ne le connaissons pas" in answer.text
    assert "Tournesol" not in answer.text
    assert "no-store" in answer["Cache-Control"]
    visitor = Client()
    assert visitor.post(path, {"code": "tournesol7"}).status_code == 302
    assert "Ouvert 1 fois" in browser.get(address(cv)).content.decode()


def test_the_messages_that_are_sent_carry_the_link_and_not_the_code(cv, browser):
    page = browser.post(address(cv), form_of(browser, cv, with_code="on")).content.decode()
    path = re.search(r'id="lien"[^>]*value="[^"]*(/cv/[\w-]{32}/)"', page)[1]
    code = re.search(r"cv-share-code\">(\d{6})<", page)[1]
    sent = re.findall(r'href="((?:mailto|sms):\?[^"]+)"', page)
    assert len(sent) == 2
    for link in sent:
        assert path.strip("/").replace("/", "%2F") in link
        assert code not in link


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"variant": ""}, "Choisissez dans la liste."),
        ({"variant": "tout"}, "Choisissez dans la liste."),
        ({"days": "31"}, "Choisissez dans la liste."),
        ({"days": "-1"}, "Choisissez dans la liste."),
        ({"days": "x"}, "Choisissez dans la liste."),
        ({"code": "123456"}, "se devine trop vite"),
        ({"code": "court"}, "trop court"),
        ({"code": "x" * 3000}, "trop long"),
        ({"recipient": "x" * 81}, "trop long"),
        ({"key": ""}, "trop longtemps"),
        ({"key": "faux"}, "trop longtemps"),
    ],
)
def test_nonsense_is_told_and_makes_nothing(cv, browser, wishes, said):
    answer = browser.post(address(cv), form_of(browser, cv) | wishes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not cv.shares.exists()


def test_a_form_that_was_too_old_can_be_sent_again(cv, browser):
    page = browser.post(address(cv), form_of(browser, cv, key="faux")).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    answer = browser.post(address(cv), form_of(browser, cv, key=key))
    assert answer.status_code == 200
    assert cv.shares.count() == 1


def test_a_code_that_is_typed_is_asked_without_the_box(cv, browser):
    browser.post(address(cv), form_of(browser, cv, code="Tournesol 7"))
    assert cv.shares.get().code_hash


def test_the_maximum_is_told(cv, browser):
    for number in range(MAX_OPEN):
        share(cv, recipient=str(number))
    answer = browser.post(address(cv), form_of(browser, cv))
    assert answer.status_code == 422
    assert "maximum" in answer.content.decode()


def test_stopping_asks_first_then_ends_it_at_once(cv, browser):
    made = share(cv, recipient="Le Lion")
    stop = address(cv, "share_stop", made.share.pk)
    assert "Arrêter le lien" in browser.get(stop).content.decode()
    assert CvShare.objects.open().exists()
    page = browser.post(stop, follow=True).content.decode()
    assert "ne montre plus rien" in page
    assert "Arrêté le" in page
    assert Client().get(path_of(made)).status_code == 410
    assert browser.post(stop).status_code == 302


def test_somebody_elses_links_are_not_found(cv, browser):
    other = cv_of(candidate())
    made = share(other)
    for pair in ((cv, made.share.pk), (other, made.share.pk)):
        stop = address(pair[0], "share_stop", pair[1])
        assert browser.get(stop).status_code == 404
        assert browser.post(stop).status_code == 404
    for name in ("share_again", "share_pdf"):
        answer = browser.get(address(cv, name, made.share.pk), follow=True)
        assert "pas un lien ouvert" in answer.text
        assert made.token not in answer.text
        assert browser.get(address(other, name, made.share.pk)).status_code == 404
    assert CvShare.objects.open().get() == made.share


def test_who_helps_does_not_share(cv):
    helper = person_with(LevelName.ADVISER)
    CvHelper.objects.create(cv=cv, user=helper)
    made = share(cv)
    browser = signed_in(helper)
    assert "partager" not in browser.get(reverse("cv:edit", args=[cv.pk])).content.decode()
    for name in ("share", "share_preview"):
        assert browser.get(address(cv, name)).status_code == 403
    for name in ("share_again", "share_pdf", "share_stop"):
        assert browser.get(address(cv, name, made.share.pk)).status_code == 403
    assert browser.post(address(cv, "share_stop", made.share.pk)).status_code == 403
    assert cv.shares.open().count() == 1


def test_the_list_costs_the_same_for_one_link_and_for_twenty(cv, browser):
    made = share(cv)
    made.share.openings.create(network="192.0.2.0/24")
    before = queries_of(browser, address(cv))
    for number in range(MAX_OPEN - 1):
        more = share(cv, recipient=str(number))
        for hour in range(30):
            more.share.openings.create(opened_at=timezone.now() - timedelta(hours=hour))
    assert queries_of(browser, address(cv)) == before
    assert "et 10 fois avant" in browser.get(address(cv)).content.decode()


def test_networks_are_numbered_and_never_shown(cv, browser):
    made = share(cv)
    for hours, network in ((3, "192.0.2.0/24"), (2, "198.51.100.0/24"), (1, "192.0.2.0/24")):
        opened_at = timezone.now() - timedelta(hours=hours)
        made.share.openings.create(opened_at=opened_at, network=network)
    page = browser.get(address(cv)).content.decode()
    assert "192.0.2" not in page
    # The last one is also in the summary.
    assert re.findall(r"connexion n°\s(\d)", page) == ["1", "1", "2", "1"]


def test_a_link_is_made_again_with_its_wishes(cv, browser):
    made = share(cv, recipient="Le Lion", is_anonymous=True)
    page = browser.get(f"{address(cv)}?refaire={made.share.pk}").content.decode()
    assert 'value="Le Lion"' in page
    assert re.search(r'value="anonyme"[^>]*checked', page)
    other = share(cv_of(candidate()), recipient="Secret")
    for number in (other.share.pk, "x", "9" * 40, "-1", "%C2%B2"):
        page = browser.get(f"{address(cv)}?refaire={number}")
        assert page.status_code == 200
        assert "Secret" not in page.content.decode()


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_preview_is_the_page_of_the_link(cv, browser, anonymous):
    made = share(cv, is_anonymous=anonymous)
    visitor = Client()
    visitor.post(path_of(made))
    shown = visitor.get(path_of(made)).content.decode()
    query = "?anonyme=1" if anonymous else ""
    preview = browser.get(address(cv, "share_preview") + query).content.decode()

    def heart(page):
        text = page[page.index("<h1>") : page.index("</main>")]
        return re.sub(r'(?:href|src)="/[^"]*"', "", text)

    assert heart(preview).split() == heart(shown).split()
    assert "Aperçu" in preview
    assert made.share.openings.count() == 1


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("template", ["simple", "competences", "colonnes", "premier"])
def test_the_qr_code_leads_to_the_link_and_keeps_one_page(tmp_path, anonymous, template):
    cv = cv_of(candidate())
    cv.document["x-declic"] = {"template": template}
    cv.save()
    made = share(cv, is_anonymous=anonymous)
    answer = signed_in(cv.owner).get(address(cv, "share_pdf", made.share.pk))
    said = said_by(answer.content, tmp_path)
    assert "CV en ligne" in said
    assert re.search(r"Pages:\s+1\n", said)
    links = subprocess.run(
        ["pdfinfo", "-url", str(tmp_path / "cv.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert made.address in links
    assert ("Martin" in said) is not anonymous
    if anonymous:
        assert [secret for secret in SECRETS if secret in said + links] == []


def test_the_qr_code_is_not_made_for_a_link_that_ended(cv, browser):
    made = share(cv)
    services.stop_share(cv=cv, user=cv.owner, share=made.share)
    answer = browser.get(address(cv, "share_pdf", made.share.pk), follow=True)
    assert "pas un lien ouvert" in answer.text


def test_a_cv_that_comes_back_says_that_its_links_are_stopped(cv, browser):
    share(cv)
    page = browser.post(reverse("cv:delete", args=[cv.pk]), follow=True).content.decode()
    assert "Ses liens de partage sont arrêtés." in page
    page = browser.post(reverse("cv:undelete", args=[cv.pk]), follow=True).content.decode()
    assert "restent arrêtés" in page
    browser.post(reverse("cv:delete", args=[cv.pk]))
    page = browser.post(reverse("cv:undelete", args=[cv.pk]), follow=True).content.decode()
    assert "est revenu." in page


def test_a_link_whose_cv_goes_during_the_click_is_not_found(browser, cv, monkeypatch):
    """Two windows: the page of an error is not what says that it has gone."""
    made, stop = share(cv), services.stop_share

    def late(**names):
        services.delete_cv(cv=cv, user=cv.owner)
        return stop(**names)

    monkeypatch.setattr(services, "stop_share", late)
    assert browser.post(address(cv, "share_stop", made.share.pk)).status_code == 404


def test_deleting_twice_is_deleting_once(browser, cv):
    """A button that is pressed twice: the second answer is the one that is read."""
    share(cv)
    answers = [browser.post(address(cv, "delete")) for _ in range(2)]
    assert {answer.url for answer in answers} == {reverse("cv:home") + f"?supprime={cv.pk}"}
    cv.refresh_from_db()
    assert cv.stopped_links
