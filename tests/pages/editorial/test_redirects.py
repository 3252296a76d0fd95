"""An editorial page that is renamed or moved leaves a redirect; an offer says itself it is over."""

from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect

from pages.models import VolunteeringPage
from tests.editorial_factories import ContentPageFactory, NewsPageFactory, home_page
from tests.factories import JobOfferPageFactory, index_of, job_offer_index
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Publish a page under another slug, its transaction committed."""

    def rename(page, slug):
        draft = page.get_latest_revision_as_object()
        draft.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            draft.save_revision().publish(skip_permission_checks=True)

    return rename


def leads_to(client, old):
    response = client.get(old, follow=True)
    assert response.redirect_chain[0][1] == 301
    return response.request["PATH_INFO"]


def test_a_renamed_page_and_those_below_are_found_at_their_old_address(client, rename):
    section = ContentPageFactory(slug="formation")
    below = ContentPageFactory(slug="cpf", parent=section)
    rename(section, "se-former")
    assert leads_to(client, "/formation/") == "/se-former/"
    assert leads_to(client, "/formation/cpf/?x=1") == "/se-former/cpf/"
    rename(below, "mon-cpf")
    assert leads_to(client, "/formation/cpf/") == "/se-former/mon-cpf/"


def test_a_moved_page(client):
    section, page = ContentPageFactory(slug="aides"), ContentPageFactory(slug="permis")
    page.move(section, pos="last-child")
    assert leads_to(client, "/permis/") == "/aides/permis/"


def test_renamed_news(client, rename):
    rename(NewsPageFactory(slug="job-dating"), "job-dating-2027")
    assert leads_to(client, "/actualites/job-dating/") == "/actualites/job-dating-2027/"


def test_a_draft_that_is_renamed_changes_nothing(client):
    page = ContentPageFactory(slug="formation")
    draft = page.get_latest_revision_as_object()
    draft.slug = "brouillon"
    draft.save_revision()
    assert not Redirect.objects.exists()
    assert client.get("/formation/").status_code == 200


def test_an_offer_leaves_no_redirect(client, rename):
    offer = JobOfferPageFactory(slug="macon-abcd1234")
    rename(offer, "macon-efgh5678")
    assert not Redirect.objects.exists()
    assert client.get("/offres/macon-abcd1234/").status_code == 404


def test_communication_manages_redirects(client):
    client.force_login(with_level("communication"))
    assert "/cms/redirects/" in client.get("/cms/").content.decode()
    response = client.post(
        "/cms/redirects/add/",
        {
            "old_path": "/ancien-site/contact.php",
            "is_permanent": "on",
            "redirect_page": home_page().pk,
            "redirect_link": "",
            "site": "",
        },
    )
    assert response.status_code == 302
    redirect = Redirect.objects.get()
    assert leads_to(client, "/ancien-site/contact.php") == "/"
    client.post(f"/cms/redirects/{redirect.pk}/delete/")
    assert not Redirect.objects.exists()


def test_others_do_not(client):
    client.force_login(with_level("employment_officer"))
    assert "/cms/redirects/" not in client.get("/cms/").content.decode()
    client.post("/cms/redirects/add/", {"old_path": "/x", "redirect_link": "https://a.fr"})
    assert not Redirect.objects.exists()


def gone(client, address):
    """The old address of what is off line is 404 at once, and never sends round in circles."""
    response = client.get(address)
    assert response.status_code == 404
    return True


def test_a_page_renamed_there_and_back_leaves_no_circle(client, rename):
    page = ContentPageFactory(slug="formation")
    below = ContentPageFactory(slug="cpf", parent=page)
    rename(page, "se-former")
    rename(page, "formation")
    assert leads_to(client, "/se-former/") == "/formation/"
    assert leads_to(client, "/se-former/cpf/") == "/formation/cpf/"
    rules = Redirect.objects.values_list("old_path", flat=True)
    assert sorted(rules) == ["/se-former", "/se-former/cpf"]
    # Browsers forget a permanent redirect soon: the page may come back once more.
    assert client.get("/se-former/")["Cache-Control"] == "max-age=600"
    below.unpublish()
    page.unpublish()
    for address in ("/formation/", "/se-former/", "/se-former/cpf/"):
        assert gone(client, address)


def test_a_page_that_comes_back_online_is_found_again(client, rename):
    page = ContentPageFactory(slug="formation")
    rename(page, "se-former")
    page.refresh_from_db()
    page.unpublish()
    assert gone(client, "/formation/")
    page.get_latest_revision().publish(skip_permission_checks=True)
    assert leads_to(client, "/formation/") == "/se-former/"


def test_another_page_at_the_former_address_takes_it(client, rename):
    rename(ContentPageFactory(slug="formation"), "se-former")
    other = ContentPageFactory(slug="formation")
    other.save_revision().publish(skip_permission_checks=True)
    assert not Redirect.objects.exists()
    other.unpublish()
    assert gone(client, "/formation/")


def test_a_moved_page_that_comes_back(client):
    section, page = ContentPageFactory(slug="aides"), ContentPageFactory(slug="permis")
    page.move(section, pos="last-child")
    page.refresh_from_db()
    page.move(home_page(), pos="last-child")
    assert not Redirect.objects.filter(old_path="/permis").exists()
    page.refresh_from_db()
    page.unpublish()
    assert gone(client, "/permis/")
    assert gone(client, "/aides/permis/")


def test_rules_made_before_never_send_round_in_circles(client):
    page = ContentPageFactory(slug="formation")
    Redirect.add_redirect("/formation", redirect_to=page)
    Redirect.add_redirect("/a", redirect_to="/b/")
    Redirect.add_redirect("/b", redirect_to="/c/")
    Redirect.add_redirect("/c", redirect_to="/a/")
    Redirect.add_redirect("/rien", redirect_to="/il-n-y-a-rien/")
    Redirect.objects.create(old_path="/sans-cible")
    page.unpublish()
    for address in ("/formation/", "/a/", "/rien/", "/sans-cible/"):
        assert gone(client, address)


@pytest.fixture
def cms(client):
    client.force_login(with_level("communication"))
    return client


def refusal(cms, **typed):
    """What the screen says beside each field."""
    page = typed.pop("page", None)
    data = {"is_permanent": "on", "redirect_page": page.pk if page else "", **typed}
    response = cms.post("/cms/redirects/add/", data)
    if response.status_code == 302:
        return {}
    return {name: errors[0] for name, errors in response.context["form"].errors.items()}


def test_a_redirect_is_tried_when_it_is_saved(cms, rename):
    offline = ContentPageFactory(slug="brouillon", live=False)
    online = ContentPageFactory(slug="formation")
    rename(ContentPageFactory(slug="ancienne"), "nouvelle")
    Redirect.add_redirect("/vers-moi", redirect_to="/depart/")
    before = Redirect.objects.count()
    nothing = "Il n’y a rien à cette adresse."
    itself = "Cette redirection mène à elle-même."
    assert refusal(cms, old_path="/x") == {
        "redirect_link": "Choisissez une page, ou écrivez une adresse."
    }
    assert "effacez" in refusal(cms, old_path="/x", page=online, redirect_link="/")["redirect_link"]
    assert refusal(cms, old_path="/x", redirect_link="/x/") == {"redirect_link": itself}
    assert refusal(cms, old_path="/x", redirect_link="http://localhost/x") == {
        "redirect_link": itself
    }
    assert refusal(cms, old_path="/x", redirect_link="/y/") == {"redirect_link": nothing}
    assert (
        "tourne en rond"
        in refusal(cms, old_path="/depart", redirect_link="/vers-moi/")["redirect_link"]
    )
    assert (
        "indiquez plutôt"
        in refusal(cms, old_path="/x", redirect_link="/ancienne/")["redirect_link"]
    )
    assert "pas en ligne" in refusal(cms, old_path="/x", page=offline)["redirect_page"]
    for taken in ("/formation", "/", "/offres", "/offres/?q=x", "http://localhost/formation/"):
        refused = refusal(cms, old_path=taken, redirect_link="https://a.fr/")
        assert "ne servirait jamais" in refused["old_path"], taken
    for address in ("offres/", "//a.fr/", "javascript:alert(1)", "ftp://a.fr/", "https://"):
        assert (
            "par / ou par https://"
            in refusal(cms, old_path="/x", redirect_link=address)["redirect_link"]
        )
    assert Redirect.objects.count() == before


@pytest.mark.parametrize(
    "target",
    ["/offres/", "/offres/?q=ma%C3%A7on", "/sessions/", "/mon-espace/", "https://a.fr/b?c=d"],
)
def test_any_address_of_the_site_is_a_target(cms, target):
    assert refusal(cms, old_path="/ancien/emploi.php?id=3", redirect_link=target) == {}
    response = cms.get("/ancien/emploi.php?id=3")
    assert (response.status_code, response["Location"]) == (301, target)


@pytest.mark.parametrize(
    "typed",
    [
        "/une page d’avant/",
        "/une%20page%20d’avant",
        "https://ancien.exemple.fr/une page d’avant",
        '/a=b;c"d',
        "/accentué",
    ],
)
def test_what_is_typed_acts_for_what_a_browser_asks(cms, typed):
    assert refusal(cms, old_path=typed, redirect_link="/offres/") == {}
    path = urlsplit(typed).path
    response = cms.get(unquote(path))
    assert (response.status_code, response["Location"]) == (301, "/offres/")


def test_imported_redirects_are_tried_too(cms):
    rows = "from,to\n/vieux,/offres/\n/lui,/lui/\n/perdu,/nulle-part/\n/offres,/benevolat/\n"
    sent = {"import_file": SimpleUploadedFile("redirects.csv", rows.encode(), "text/csv")}
    form = cms.post("/cms/redirects/import/", sent).context["form"]
    hidden = {name: form[name].value() for name in ("import_file_name", "input_format")}
    answer = cms.post(
        "/cms/redirects/import/process/",
        {**hidden, "from_index": "0", "to_index": "1", "permanent": "on", "site": ""},
    )
    assert list(Redirect.objects.values_list("old_path", "redirect_link")) == [
        ("/vieux", "/offres/")
    ]
    shown = answer.content.decode()
    for sentence in ("mène à elle-même", "Il n’y a rien", "ne servirait jamais"):
        assert sentence in shown


def test_an_edited_redirect_may_keep_its_address(cms):
    rule = Redirect.add_redirect("/vieux", redirect_to="/offres/")
    data = {"old_path": "/vieux", "is_permanent": "on", "redirect_link": "/benevolat/"}
    answer = cms.post(f"/cms/redirects/{rule.pk}/", {**data, "redirect_page": "", "site": ""})
    assert answer.status_code == 302
    rule.refresh_from_db()
    assert rule.redirect_link == "/benevolat/"


def test_command_lists_and_mends_what_was_saved_before(capsys):
    page = ContentPageFactory(slug="formation")
    offline = ContentPageFactory(slug="brouillon", live=False)
    Redirect.objects.create(old_path="/un espace", redirect_link="/offres/")
    Redirect.objects.create(old_path="/vers-moi", redirect_link="/vers-moi/")
    Redirect.objects.create(old_path="/sans-cible")
    Redirect.objects.create(old_path="/attend", redirect_page=offline)
    Redirect.objects.create(old_path="/bon", redirect_page=page)
    call_command("check_redirects")
    assert "4 redirection(s) en défaut" in capsys.readouterr().out
    assert Redirect.objects.count() == 5
    call_command("check_redirects", "--mend")
    assert "réécrite /un%20espace" in capsys.readouterr().out
    paths = Redirect.objects.order_by("old_path").values_list("old_path", flat=True)
    assert list(paths) == ["/attend", "/bon", "/un%20espace"]
    call_command("check_redirects")
    assert "1 redirection(s)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/Offres/", "/offres/"),
        ("/OFFRES?q=ma%C3%A7on", "/offres/?q=ma%C3%A7on"),
        ("/b%C3%A9n%C3%A9volat/", "/benevolat/"),
        ("/Se-Former/", "/se-former/"),
    ],
)
def test_capitals_and_accents_of_an_address_are_forgiven(client, asked, answer):
    job_offer_index()
    index_of(VolunteeringPage)
    ContentPageFactory(slug="se-former")
    response = client.get(asked, follow=True)
    assert (answer, 301) in response.redirect_chain
    assert response.status_code == 200


@pytest.mark.parametrize(
    "asked", ["/CV/abcDEF/", "/Nulle-Part/", "/%EF%BC%8Fa.fr/", "/Media/X.png"]
)
def test_what_leads_nowhere_or_has_a_key_is_not_guessed(client, asked):
    assert client.get(asked).status_code == 404
    assert client.post("/Offres/").status_code in {404, 405}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-8"])
def test_a_list_that_a_spreadsheet_has_saved_is_read(cms, encoding):
    rows = 'Ancienne;Nouvelle\r\n/métiers;/offres/\r\n"/a;b";/offres/\r\n'
    sent = {"import_file": SimpleUploadedFile("liste.csv", rows.encode(encoding), "text/csv")}
    shown = cms.post("/cms/redirects/import/", sent).context
    assert shown["dataset"].headers == ["Ancienne", "Nouvelle"]
    assert list(map(list, shown["dataset"])) == [["/métiers", "/offres/"], ["/a;b", "/offres/"]]
