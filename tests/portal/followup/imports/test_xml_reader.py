"""Reading the monthly file: its limits, what it says of people, and files that are wrong."""

import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from demo.followup_files import DemoHousehold, DemoPerson, write
from portal.followup.imports.errors import FileError
from portal.followup.imports.said import SaidMove, SaidPerson
from portal.followup.imports.xml.reader import MonthlyFile
from tests.portal.followup.imports.households import (
    CHILD,
    CLAIMANT,
    FEBRUARY,
    home,
    monthly,
)
from tests.sizes import at_size


def content(*homes: DemoHousehold, **options) -> bytes:
    return monthly(*(homes or [home()]), **options)


def changed(path: str, text: str | None, *, data: bytes = b"", copies: int = 0) -> bytes:
    """The file with one element of its first household changed, removed (None) or repeated."""
    root = etree.fromstring(data or content(home(), home("000000000000002")))
    element = root.find(f"InfosFoyerRSA/{path}")
    if copies:
        for _ in range(copies):
            element.addnext(etree.fromstring(etree.tostring(element)))
    elif text is None:
        element.getparent().remove(element)
    else:
        element.text = text
    return etree.tostring(root, encoding="windows-1252", xml_declaration=True)


def read(data: bytes) -> list[list[SaidPerson]]:
    return list(MonthlyFile(BytesIO(data)).households())


def test_people_are_read_as_the_project_says_them():
    [[claimant, partner]] = read(content())
    assert claimant.household.key == "CAF 901 000000000000001"
    assert claimant.household.children == 1
    assert claimant.household.claimed_on == date(2025, 12, 1)
    assert (claimant.birth_name, claimant.first_name) == ("Lefèvre", "Zoé")
    assert (claimant.role, claimant.title, claimant.used_name) == ("DEM", "mme", "")
    assert (claimant.rank, partner.rank) == (1, 2)
    assert (partner.birth_name, partner.used_name) == ("D’Almeida", "Lefèvre")
    assert (partner.first_name, partner.title, partner.role) == ("Jean-Noël", "m", "CJT")
    assert partner.france_travail_number == "1234567A"
    # What a file does not say changes nothing.
    assert claimant.france_travail_number is None
    assert claimant.phone is None
    assert (claimant.right.has_duties, partner.right.has_duties) == (True, False)
    assert claimant.right.opened_on == date(2025, 12, 15)
    assert claimant.address_line == "12 RUE DES LILAS"
    assert (claimant.postal_code, claimant.town, claimant.insee_code) == (
        "90000",
        "Belfort",
        "90010",
    )
    assert claimant.has_no_fixed_address is False


def test_what_is_staged_is_what_was_read():
    for said in read(content(home(came_from=("CAF", "251", date(2026, 2, 2)))))[0]:
        assert SaidPerson.of_json(said.as_json()) == said


@pytest.mark.parametrize("status", ["0", "1", "2", "3", "4", "5", "6", "Z"])
def test_each_state_has_its_own_reason_and_date(status):
    day = date(2026, 2, 1)
    [[said, _]] = read(content(home(status=status, reason="07", since=day)))
    assert said.right.status == status
    expected = ("07", day) if status in "13456" else ("", None)
    assert (said.right.reason, said.right.since) == expected


def test_the_newest_suspension_counts():
    path = "PrestationRSA/SituationDossierRSA"
    root = etree.fromstring(content(home(status="3", reason="01", since=date(2026, 1, 5))))
    situation = root.find(f"InfosFoyerRSA/{path}")
    for code, day in (("04", "2026-02-03"), ("02", "2025-11-01")):
        more = etree.SubElement(situation, "SuspensionDroit")
        etree.SubElement(more, "MOTISUSDRORSA").text = code
        etree.SubElement(more, "DDSUSDRORSA").text = day
    [[said, _]] = read(etree.tostring(root))
    assert (said.right.reason, said.right.since) == ("04", date(2026, 2, 3))


def test_moves_between_organisms_are_read():
    came, left = ("MSA", "025", date(2026, 2, 2)), ("CAF", "681", date(2026, 2, 20))
    [[said, _]] = read(content(home(came_from=came, left_for=left)))
    assert said.moves == (
        SaidMove(direction="in", organism="MSA", organism_number="025", on=came[2]),
        SaidMove(direction="out", organism="CAF", organism_number="681", on=left[2]),
    )


def test_an_address_abroad_or_none_is_read():
    root = etree.fromstring(content(home(has_no_fixed_address=True)))
    address = root.find("InfosFoyerRSA/DonneesAdministratives/Adresse")
    address.remove(address.find("AdresseDetailleeFrance"))
    address.find("TroncCommunAdresse/PAYS").text = "CHE"
    abroad = etree.SubElement(address, "AdresseHorsFrance")
    for line, text in zip(
        range(2, 8), ["", "RUE DU LAC 3", "", "1003 LAUSANNE", "", ""], strict=True
    ):
        etree.SubElement(abroad, f"LIBLIG{line}ADR").text = text
    [[said, _]] = read(etree.tostring(root))
    assert said.has_no_fixed_address is True
    assert (said.address_line, said.address_more) == ("RUE DU LAC 3", "1003 LAUSANNE, (CHE)")
    assert (said.postal_code, said.town, said.insee_code) == ("", "", "")


def test_a_grown_child_who_owes_duties_is_followed():
    grown = DemoPerson(
        birth_name="Lefèvre",
        first_name="Inès",
        birth_date=date(2004, 1, 2),
        is_woman=True,
        role="AUT",
        has_duties=True,
    )
    [people] = read(content(home(people=(CLAIMANT, CHILD, grown))))
    assert [one.first_name for one in people] == ["Zoé", "Inès"]


IDENTITY = "Personne/Identification/"
ORGANISM = "IdentificationRSA/Organisme/"
COMMON = "PrestationRSA/DetailDroitRSA/TroncCommunDroitRSA/"
AMOUNTS = "PrestationRSA/DetailDroitRSA/MontantsCalculDroitRSA/"


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        (IDENTITY + "NOMNAI", "A" * 29, "plus de 28\u00a0caractères"),
        (IDENTITY + "PRENOM", "A" * 33, "plus de 32\u00a0caractères"),
        (IDENTITY + "NOMNAI", "  ", "vide"),
        (IDENTITY + "NOMNAI", "-", "vide"),
        (IDENTITY + "DTNAI", "04/03/1985", "date attendue"),
        (IDENTITY + "DTNAI", "1985-02-30", "date attendue"),
        (IDENTITY + "DTNAI", "2030-01-01", "n’est pas possible"),
        (IDENTITY + "DTNAI", "1850-01-01", "n’est pas possible"),
        (IDENTITY + "TOPVALIEC", "oui", "1 ou 0 attendu"),
        (IDENTITY + "NIR", "1" * 16, "plus de 15\u00a0caractères"),
        (IDENTITY + "NOM", None, "manque"),
        (ORGANISM + "MATRICULE", "1" * 16, "plus de 15\u00a0chiffres"),
        (ORGANISM + "MATRICULE", "12A", "nombre entier attendu"),
        (ORGANISM + "MATRICULE", "0", "ce n’est pas un numéro"),
        (ORGANISM + "FONORG", "CNAF", "plus de 3\u00a0caractères"),
        ("IdentificationRSA/DemandeRSA/DTDEMRSA", "", "date attendue"),
        ("PrestationRSA/SituationDossierRSA/EtatDossierRSA/ETATDOSRSA", "9", "n’est pas connu"),
        (COMMON + "NBENFAUTCHA", "100", "plus de 2\u00a0chiffres"),
        (COMMON + "TOPSANSDOMFIXE", None, "TOPSANSDOMFIXE\u00a0: manque"),
        (AMOUNTS + "MTTOTDRORSA", None, "MTTOTDRORSA\u00a0: manque"),
        (AMOUNTS + "MTTOTDRORSA", "12,50", "montant attendu"),
        (AMOUNTS + "MTTOTDRORSA", "1.005", "plus de 2\u00a0décimales"),
        (AMOUNTS + "MTTOTDRORSA", "12345678.01", "plus de 9\u00a0chiffres"),
        ("DonneesAdministratives", None, "DonneesAdministratives\u00a0: manque"),
        ("Personne/Prestations", None, "attendu 2\u00a0fois"),
    ],
)
def test_a_household_that_breaks_a_limit_is_one_line_and_the_rest_goes_on(path, text, reason):
    wrong, right = read(changed(path, text))
    [line] = wrong
    assert reason in line.problem
    assert path.rsplit("/", 1)[-1] in line.problem
    assert (line.position, line.rank) == (1, 1)
    assert len(line.problem) < 200
    assert [one.problem for one in right] == ["", ""]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (IDENTITY + "DTNAI", "1985-03-04+01:00"),
        (IDENTITY + "NOMNAI", "A" * 28),
        (ORGANISM + "MATRICULE", "00000000000000001"),  # seventeen characters, one digit
        (AMOUNTS + "MTTOTDRORSA", "0000000000568.9400"),
        (AMOUNTS + "MTTOTDRORSA", "-12.5"),
        (COMMON + "TOPSANSDOMFIXE", "false"),
        (COMMON + "NBENFAUTCHA", "+02"),
        ("IdentificationRSA/DemandeRSA/NUMDEMRSA", ""),
    ],
)
def test_what_the_limits_allow_is_read(path, text):
    assert all(not one.problem for people in read(changed(path, text)) for one in people)


def test_occurrences_are_counted():
    [[line], _] = read(changed("DonneesAdministratives/Adresse", "", copies=3))
    assert "plus de 3\u00a0fois" in line.problem
    [[line], _] = read(changed("Personne/Prestations", "", copies=1))
    assert "plus de 2\u00a0fois" in line.problem


def test_a_refusal_repeats_neither_the_nir_nor_an_amount():
    number = "2850399000000012"
    [[line], _] = read(changed(IDENTITY + "NIR", number))
    assert number not in line.problem
    [[line], _] = read(changed(AMOUNTS + "MTTOTDRORSA", "99.999"))
    assert "99" not in line.problem


def test_a_household_without_people_is_one_line_in_error():
    [[line]] = read(content(home(people=())))
    assert "Personne\u00a0: manque" in line.problem
    assert line.label == "Foyer 000000000000001"
    [[line]] = read(content(home(people=(CHILD,))))
    assert "Personne de ce foyer" in line.problem


@pytest.mark.parametrize("encoding", ["windows-1252", "ISO-8859-1", "UTF-8", "iso-8859-15"])
def test_the_prolog_says_how_to_read_accents(encoding):
    [[said, _]] = read(content(encoding=encoding))
    assert said.birth_name == "Lefèvre"


def test_a_file_that_says_nothing_of_its_encoding_is_read():
    body = content().split(b"?>", 1)[1]
    assert read(body)[0][0].birth_name == "Lefèvre"
    utf8 = body.decode("windows-1252").encode()
    assert read(utf8)[0][0].birth_name == "Lefèvre"


def whole() -> str:
    return content().decode("windows-1252")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "vide"),
        (b"  \n", "vide"),
        (b"PK\x03\x04zip", "pas en XML"),
        (b"nom;prenom\nA;B", "pas en XML"),
        (b"<html><body>Bonjour</body></html>", "n’est pas le fichier mensuel"),
        (b"<Racine></Racine>", "n’est pas le fichier mensuel"),
        (b"<Racine><InfosFoyerRSA/></Racine>", "n’est pas le fichier mensuel"),
        (whole().encode("utf-16"), "UTF-16"),
        (whole().replace("windows-1252", "EBCDIC-FR").encode("cp1252"), "EBCDIC-FR"),
        (whole().encode(), "se dit encodé en windows-1252"),
        (whole().replace("windows-1252", "UTF-8").encode("cp1252"), "se dit encodé en utf-8"),
        (whole().encode("cp1252")[:-60], "coupé après 1"),
        (whole().encode("cp1252")[:1200], "coupé dès le début"),
        (whole().replace("<DTREF>2026", "<DTREF>soon").encode("cp1252"), "DTREF"),
        (whole().replace("</Personne>", "", 1).encode("cp1252"), "abîmé dès le début"),
    ],
)
def test_a_wrong_file_is_refused_with_a_reason(data, reason):
    with pytest.raises(FileError, match=reason):
        read(data)


BOMB = """<?xml version="1.0" encoding="windows-1252"?>
<!DOCTYPE Racine [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Racine>&b;</Racine>"""


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        '<?xml version="1.0"?><!DOCTYPE Racine SYSTEM "http://192.0.2.1/a.dtd"><Racine/>',
        '<?xml version="1.0"?><!doctype Racine [<!ENTITY x SYSTEM "file:///etc/passwd">]><Racine/>',
        # Far into the file, and cut between two readings.
        f"<!--{'x' * (2**16 - 12)}--><!DOCTYPE Racine><Racine/>",
    ],
)
def test_a_doctype_is_refused_before_anything_is_parsed(data, monkeypatch):
    monkeypatch.setattr(etree, "iterparse", None)
    with pytest.raises(FileError, match="DOCTYPE"):
        read(data.encode("cp1252"))


def test_a_household_without_end_is_refused():
    start, end = whole().split("<Personne>", 1)
    person = f"<Personne>{end.split('</Personne>')[0]}</Personne>"
    data = start + person * 6_000 + "<Personne>" + end
    with pytest.raises(FileError, match="démesuré"):
        read(data.encode("cp1252"))


def test_totals_are_read_and_may_be_missing():
    for data, expected in (
        (content(home(), home("000000000000002")), 2),
        (content(total=7), 7),
        (
            whole()
            .replace("<TransmissionFlux>", "<Autre>")
            .replace("</TransmissionFlux>", "</Autre>")
            .encode("cp1252"),
            None,
        ),
        (whole().replace(">00000001<", ">un<").encode("cp1252"), None),
    ):
        file = MonthlyFile(BytesIO(data))
        list(file.households())
        assert (file.totals.sent if file.totals else None) == expected
        assert (file.head.flow_code, file.head.reference_date) == ("MB", FEBRUARY)


MEASURED = """
import resource, sys
sys.path[:0] = [{root!r}, {site!r}]
import django
django.setup()
from portal.followup.imports.xml.reader import MonthlyFile
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open({file!r}, "rb") as stream:
    for count, people in enumerate(MonthlyFile(stream).households(), 1):
        if count == 500:
            before = peak()
print(count, peak() - before)
"""


def test_memory_does_not_grow_with_the_file(tmp_path):
    count = at_size(3_000, 10_000)
    path, root = tmp_path / "mensuel.xml", Path(__file__).parents[4]
    with path.open("wb") as stream:
        write(
            stream,
            (home(f"{number:015}") for number in range(1, count + 1)),
            reference_date=FEBRUARY,
        )
    code = MEASURED.format(root=str(root), site=str(root / "site"), file=str(path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    households, kilobytes = map(int, done.stdout.split())
    assert households == count
    assert path.stat().st_size > count * 3_000
    assert kilobytes < 4_000
