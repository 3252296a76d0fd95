"""The départements, and what a site says of its own."""

from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from snippets import departments
from snippets.models import SiteSettings
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def test_every_departement_of_the_code_officiel_is_there_once():
    metropolitan = {f"{number:02}" for number in range(1, 96)} - {"20"} | {"2A", "2B"}
    assert set(departments.departments()) == metropolitan | {"971", "972", "973", "974", "976"}
    regions = {department.region for department in departments.departments().values()}
    assert len(regions) == 18


@pytest.mark.parametrize(
    ("code", "the", "of", "within"),
    [
        ("90", "le Territoire de Belfort", "du Territoire de Belfort", "dans le Territoire de B…"),
        ("25", "le Doubs", "du Doubs", "dans le Doubs"),
        ("70", "la Haute-Saône", "de la Haute-Saône", "en Haute-Saône"),
        ("01", "l’Ain", "de l’Ain", "dans l’Ain"),
        ("38", "l’Isère", "de l’Isère", "en Isère"),
        ("88", "les Vosges", "des Vosges", "dans les Vosges"),
        ("2A", "la Corse-du-Sud", "de la Corse-du-Sud", "en Corse-du-Sud"),
        ("75", "Paris", "de Paris", "à Paris"),
        ("973", "la Guyane", "de la Guyane", "en Guyane"),
        ("974", "La Réunion", "de La Réunion", "à La Réunion"),
        ("976", "Mayotte", "de Mayotte", "à Mayotte"),
        ("", "le département", "du département", "dans le département"),
    ],
)
def test_a_sentence_names_it_as_people_do(code, the, of, within):
    department = departments.by_code(code)
    assert (department.the, department.of) == (the, of)
    assert department.within == within.replace("B…", "Belfort")


@pytest.mark.parametrize(
    ("insee_code", "code"),
    [("90010", "90"), ("2B033", "2B"), ("97411", "974"), ("97608", "976"), ("98818", "")],
)
def test_a_commune_is_of_the_departement_of_its_code(insee_code, code):
    assert departments.of_commune(insee_code).code == code


def test_the_site_names_its_departement_and_who_publishes_it():
    doubs = SiteSettings(department_code="25")
    assert doubs.department.region == "Bourgogne-Franche-Comté"
    assert doubs.authority == "Département du Doubs"
    assert doubs.welcome.endswith("près de chez vous, dans le Doubs.")
    assert SiteSettings(department_code="67").authority == "Collectivité européenne d’Alsace"
    assert SiteSettings().authority == "Département"
    written = SiteSettings(department_code="25", authority_name="Doubs Emploi", tagline="Bonjour.")
    assert (written.authority, written.welcome) == ("Doubs Emploi", "Bonjour.")


def test_a_site_of_before_stays_the_one_of_its_departement():
    keep = import_module("snippets.migrations.0017_territory").keep_the_present_site
    keep(apps, None)
    assert not SiteSettings.objects.exists()  # a new database is nobody's yet
    CommuneFactory(insee_code="90010")
    keep(apps, None)
    assert SiteSettings.objects.get().department_code == "90"
    SiteSettings.objects.update(department_code="", site_name="Tremplin")
    keep(apps, None)
    saved = SiteSettings.objects.get()
    assert (saved.site_name, saved.department_code) == ("Tremplin", "90")


@pytest.mark.parametrize(
    ("code", "time_zone"), [("25", "Europe/Paris"), ("974", "Indian/Reunion"), ("", "Europe/Paris")]
)
def test_a_departement_lives_by_the_time_of_its_people(code, time_zone):
    assert departments.by_code(code).time_zone == time_zone
    ZoneInfo(time_zone)
