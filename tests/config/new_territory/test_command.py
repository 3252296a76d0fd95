"""`manage.py new_territory`: all or nothing, again without harm, and what remains is told."""

import html
import json
import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from post_office.models import Email

from config.new_territory.answers import KEYS, check
from config.new_territory.remaining import remaining
from config.new_territory.terminal import ask_all
from pages.pin.geo import format_pin
from pages.pin.validation import pin_refusal
from portal.accounts.models import Invitation
from portal.cv.models import CvSuggestions
from search.parameters.places import resolve
from snippets.models import Commune, Occupation, SiteSettings
from tests.factories import CommuneFactory, JobOfferPageFactory

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
DOUBS = {
    "department_code": "25",
    "site_name": "Rebond",
    "contact_email": "emploi@rebond.fr",
    "contact_phone": "03 81 25 81 25",
    "contact_address": "7 avenue du Pont, 25000 Bellecombre",
    "contact_hours": "Du lundi au vendredi, de 9 h à 12 h",
    "administrator_email": "Ada.Martin@rebond.fr",
    "communes": str(HERE / "doubs.json"),
    "contours": str(HERE / "doubs.json"),
    "tiles": "aucun",
}


@pytest.fixture
def lay(tmp_path):
    """Run the command on these answers; return what it printed."""

    def run(**changes):
        answers = {**DOUBS, **changes}
        file = tmp_path / "answers.json"
        file.write_text(
            json.dumps({key: value for key, value in answers.items() if value is not None})
        )
        out = StringIO()
        call_command("new_territory", file=file, stdout=out)
        return out.getvalue()

    return run


def test_an_empty_database_becomes_the_site_of_a_departement(lay):
    said = lay()
    assert "Communes\u00a0: ajouts 12" in said
    assert Commune.objects.filter(contour__isnull=False).count() == 12
    assert Commune.objects.get(pk="25056").postal_codes == ["25000", "25010", "25020"]
    assert Commune.objects.get(pk="25033").name == "L’Orbière"
    assert Occupation.objects.count() > 1000
    assert CvSuggestions.objects.filter(occupation__isnull=False).exists()
    site = SiteSettings.objects.get()
    assert (site.site_name, site.department.name, site.authority) == (
        "Rebond",
        "Doubs",
        "Département du Doubs",
    )
    assert (site.map_latitude, site.map_longitude) == pytest.approx((47.08, 6.45), abs=0.02)
    assert (site.map_zoom, site.tile_url) == (9, "")
    [invitation] = Invitation.objects.all()
    assert invitation.email == "ada.martin@rebond.fr"
    [link] = re.findall(r"https?://\S+/invitation/\S+", said)
    assert link in Email.objects.get().message


def test_the_public_finds_its_own_communes_on_its_own_map(lay, client):
    lay()
    offer = JobOfferPageFactory.row(title="Soudeur", commune=Commune.objects.get(pk="25017"))
    home = html.unescape(client.get("/").content.decode())
    assert "dans le Doubs" in home
    assert client.get(re.search(r"/[\w/.-]+\?v=\w{16}", home)[0]).status_code == 200, "its outline"
    results = client.get("/offres/?lieu=aubettes&rayon=10").content.decode()
    assert "Vouliez-vous dire" in results, "a name is proposed without its article"
    results = client.get("/offres/?lieu=Les+Aubettes&rayon=10").content.decode()
    assert offer.title in results
    assert 'data-lat="46.859' in results
    for typed, name in (("l'orb", "L’Orbière"), ("25020", "Bellecombre"), ("st aub", "Saint-")):
        [found] = client.get("/api/v1/communes/", {"q": typed}).json()["results"]
        assert found["name"].startswith(name)
    [layer] = set(re.findall(r"/[\w/.-]+\.json\?v=\w{16}", results))
    drawn = client.get(layer).json()["objects"]["communes"]["geometries"]
    assert drawn[0]["properties"] == {"name": "Bellecombre", "size": 2}
    assert len(drawn) == 12


def test_a_second_run_changes_nothing_and_leaves_what_staff_wrote(lay):
    lay()
    site = SiteSettings.objects.get()
    site.map_zoom, site.tagline = 12, "Bonjour."
    site.save()
    CommuneFactory(insee_code="70285", name="Là-bas")
    said = lay(contact_hours=None)
    assert "Communes\u00a0: ajouts 0, modifications 0, inchangés 12." in said
    assert "Contours\u00a0: ajouts 0, modifications 0, inchangés 12." in said
    assert "/invitation/" not in said
    site = SiteSettings.objects.get()
    assert (site.map_zoom, site.tagline) == (12, "Bonjour.")
    assert site.contact_hours == DOUBS["contact_hours"]
    assert Commune.objects.filter(pk="70285").exists(), "a neighbour that somebody added"
    assert (Invitation.objects.count(), Email.objects.count()) == (1, 1)


def test_communes_of_another_territory_go_unless_somebody_is_there(lay):
    call_command("load_communes", verbosity=0)
    offer = JobOfferPageFactory(commune=Commune.objects.get(pk="90010"))
    said = lay()
    assert "Retirées, d’un autre département\u00a0: 100\u00a0communes." in said
    kept = Commune.objects.exclude(pk__startswith="25").get()
    assert (kept.pk, kept.contour) == ("90010", None)
    offer.refresh_from_db()
    assert offer.commune == kept
    assert "Revoir 1\u00a0commune d’un autre département" in said


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"department_code": "20"}, "n’est pas le code d’un département"),
        ({"department_code": None}, "Écrivez le code du département"),
        ({"contact_email": "emploi@rebond"}, "n’est pas une adresse e-mail"),
        ({"contact_email": None}, "contact_email"),
        ({"contact_phone": "douze"}, "téléphone"),
        ({"site_name": "R" * 61}, "site_name"),
        ({"administrator_email": "a@rebond.fr, b@rebond.fr"}, "n’est pas une adresse e-mail"),
        ({"communes": "rien.csv"}, "n’existe pas"),
        ({"communes": "internet"}, "Écrivez «\u00a0api\u00a0»"),
        ({"communes": "projet"}, "celui du département 90"),
        ({"communes": str(HERE / "reunion.json")}, "n’est pas dans le département 25"),
        ({"contours": str(HERE / "reunion.json")}, "97402\u00a0» est inconnue"),
        ({"tiles": "https://tuiles.rebond.fr/{z}/{x}.png"}, "Il manque {y}"),
        ({"telephone": "03 81 25 81 25"}, "n’est pas une question"),
        ({"site_name": 25}, "entre guillemets"),
    ],
)
def test_a_wrong_answer_is_a_sentence_and_nothing_is_written(lay, changes, says):
    with pytest.raises(CommandError, match=re.escape(says)):
        lay(**changes)
    assert not Commune.objects.exists()
    assert not SiteSettings.objects.exists()
    assert not Occupation.objects.exists()
    assert not Invitation.objects.exists()


def test_every_wrong_answer_is_told_at_once(lay):
    with pytest.raises(CommandError) as refused:
        lay(department_code="99", contact_phone="douze", tiles="carte")
    assert str(refused.value).count("\n- ") == 2


def test_the_state_s_service_is_asked_for_communes_and_contours(lay, httpserver, settings):
    settings.GEO_API_URL = httpserver.url_for("/")
    communes = json.loads((HERE / "reunion.json").read_text(encoding="utf-8"))
    features = [
        {"type": "Feature", "properties": {"code": item["code"]}, "geometry": item["contour"]}
        for item in communes
    ]
    asked = "/departements/974/communes"
    httpserver.expect_request(
        asked, query_string={"fields": "nom,code", "format": "geojson", "geometry": "contour"}
    ).respond_with_json({"type": "FeatureCollection", "features": features})
    httpserver.expect_request(asked).respond_with_json(communes)
    lay(department_code="974", communes=None, contours=None)
    assert Commune.objects.filter(contour__isnull=False).count() == 4
    site = SiteSettings.objects.get()
    assert (site.map_latitude, site.map_longitude) == pytest.approx((-21.1, 55.52), abs=0.02)
    assert site.department.within == "à La Réunion"
    hill = Commune.objects.get(pk="97424")
    assert resolve("les hauts de cilaine").label == "Les Hauts-de-Cilaine (97413)"
    assert resolve("97490").label.startswith("Sainte-Irène")
    assert not pin_refusal(format_pin(hill.latitude, hill.longitude), hill)
    assert pin_refusal(format_pin(47.6, 6.8), hill)
    httpserver.clear()
    httpserver.expect_request(asked).respond_with_data("", status=503)
    with pytest.raises(CommandError, match="503"):
        lay(department_code="974", communes=None, contours=None, site_name="Autre")
    assert SiteSettings.objects.get().site_name == "Rebond"


def test_the_terminal_asks_again_until_an_answer_is_right(lay):
    said = []
    typed = iter(["250", "25", "", "", "emploi", DOUBS["contact_email"]] + [""] * 20)
    answers = ask_all(ask=lambda _: next(typed), say=said.append)
    assert len(said) == 2
    assert answers["department_code"] == "25"
    assert (answers["site_name"], answers["communes"], answers["tiles"]) == ("Déclic", "api", "ign")
    lay()
    shown = []
    ask_all(ask=lambda question: shown.append(question) or "", say=said.append)
    assert f"[{DOUBS['contact_phone']}]" in "".join(shown), "what the site has is proposed"


def test_nobody_at_the_terminal_is_told_what_to_do():
    with pytest.raises(CommandError, match="--file"):
        call_command("new_territory")


def test_what_remains_is_told_until_it_is_done(lay):
    out = StringIO()
    call_command("new_territory", check=True, stdout=out)
    said = out.getvalue()
    for text in ("Choisir le département", "Charger les communes", "Adresse e-mail\u00a0: «"):
        assert text in said
    assert not SiteSettings.objects.exists(), "a look changes nothing"
    lay()
    left = {task.text: task.where for task in remaining()}
    assert "Accepter l’invitation à administrer les droits" in left
    assert left["Relire les mentions légales"].endswith("#id_legal_notice")
    assert "Choisir un fond de carte" in left
    assert not any(text.startswith(("Charger", "Adresse")) for text in left)


def test_the_project_s_file_is_refused_on_another_departement_s_site(lay):
    lay()
    with pytest.raises(CommandError, match="--from-api ou --file"):
        call_command("load_communes")
    assert not Commune.objects.exclude(pk__startswith="25").exists()


def test_the_page_of_documentation_answers_every_question():
    page = (HERE.parents[2] / "docs" / "another-territory.md").read_text(encoding="utf-8")
    example = tomllib.loads(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0])
    assert set(example) == set(KEYS)
    for key, value in example.items():
        if key not in ("communes", "contours"):
            check(key, value)
