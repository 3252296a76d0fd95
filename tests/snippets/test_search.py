"""What people type finds communes, occupations and organisations."""

import pytest

from snippets.models import Commune, Occupation, Organisation
from tests.factories import CommuneFactory, OccupationFactory, OrganisationFactory, valid_siret

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    rows = [
        ("90010", "Belfort", ["90000"], 45_000),
        ("90021", "Chaux", ["90330"], 1_100),
        ("90022", "Chaux-les-Mines", ["90330"], 9_000),
        ("90087", "Saint-Dizier-l'Évêque", ["90100"], 400),
        ("90042", "Évette-Salbert", ["90350", "90351"], 2_000),
    ]
    for code, name, postal_codes, population in rows:
        CommuneFactory(insee_code=code, name=name, postal_codes=postal_codes, population=population)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("belf", ["90010"]),
        ("BELFORT", ["90010"]),
        ("Belfort (90000)", ["90010"]),
        ("90000 belfort", ["90010"]),
        ("90 000 Belfort", ["90010"]),
        ("Belfort Cedex 9", ["90010"]),
        ("90020 BELFORT CEDEX", ["90010"]),
        ("évette salbert", ["90042"]),
        ("EVETTE", ["90042"]),
        ("st dizier", ["90087"]),
        ("saint dizier l’eveque", ["90087"]),
        ("chaux", ["90021", "90022"]),
        ("90330", ["90022", "90021"]),
        ("90351", ["90042"]),
        ("9035", ["90042"]),
        ("Chaux 90000", []),
        ("900000", []),
        ("%", []),
        ("_", []),
        ("", []),
        ("漢", []),
    ],
)
def test_communes_by_what_is_typed(communes, typed, codes):
    assert [commune.insee_code for commune in Commune.objects.search(typed)] == codes


def test_occupations_by_words_and_code():
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    OccupationFactory(code="F1602", label="Électricien / Électricienne du bâtiment")

    def codes(text):
        return list(Occupation.objects.search(text).values_list("pk", flat=True))

    assert codes("macon") == ["F1703"]
    assert codes("batiment electr") == ["F1602"]
    assert codes("f17") == ["F1703"]
    assert codes("icien") == []
    assert codes(" ") == []


def test_organisations_by_words_siret_and_rna():
    siret = valid_siret(7)
    OrganisationFactory(name="Éloïse Coiffure", siret=siret)
    OrganisationFactory(name="Secours d’Alsace", siret="", rna="W901000123")

    def names(text):
        return list(Organisation.objects.search(text).values_list("name", flat=True))

    assert names("eloise") == ["Éloïse Coiffure"]
    assert names("coif élo") == ["Éloïse Coiffure"]
    assert names(f"{siret[:3]} {siret[3:6]}") == ["Éloïse Coiffure"]
    assert names("w901") == ["Secours d’Alsace"]
    assert names("oise") == []
    assert names("") == []


def test_lists_sort_accents_among_the_letters():
    for name in ("Zoé", "Éloïse", "Alban"):
        OrganisationFactory(name=name)
    assert [row.name for row in Organisation.objects.all()] == ["Alban", "Éloïse", "Zoé"]
