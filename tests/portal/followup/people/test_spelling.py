"""Names and addresses of files in capitals, as screens write them."""

import pytest

from portal.followup.people.models import Beneficiary
from portal.followup.people.spelling import proper_name, shown_address


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("LE GOFF", "Le Goff"),
        ("JEAN-LUC", "Jean-Luc"),
        ("N'DIAYE", "N'Diaye"),
        ("RÉRAT", "Rérat"),
        # Somebody wrote it: nothing is known better.
        ("de la Tour", "de la Tour"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_written_as_people_write_it(said, shown):
    assert proper_name(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("23 RUE DES LILAS", "23 rue des Lilas"),
        ("62 RUE DU VIEUX-LAVOIR", "62 rue du Vieux-Lavoir"),
        ("4 BIS ALLEE DE L'ÉTANG", "4 bis allée de l'Étang"),
        ("12 PLACE D’ARMES", "12 place d’Armes"),
        ("8 RUE DU 8 MAI 1945", "8 rue du 8 Mai 1945"),
        ("BATIMENT CENTRAL, ETAGE 3", "Bâtiment Central, étage 3"),
        ("BELFORT", "Belfort"),
        ("", ""),
        # In doubt, as the file says: abbreviations, letters of buildings and numbers, figures.
        ("BP 12", "BP 12"),
        ("12 RUE DE L'ONU", "12 RUE DE L'ONU"),
        ("RUE PIERRE IV", "RUE PIERRE IV"),
        ("3 A RUE DES LILAS", "3 A RUE DES LILAS"),
        ("12B RUE DES LILAS", "12B RUE DES LILAS"),
        ("BATIMENT C RUE DES LILAS", "BATIMENT C RUE DES LILAS"),
        # Written by somebody.
        ("23 rue des Lilas", "23 rue des Lilas"),
        ("23 Rue Des Lilas", "23 Rue Des Lilas"),
    ],
)
def test_an_address_in_capitals_is_spelled_unless_it_is_in_doubt(said, shown):
    assert shown_address(said) == shown


def test_people_are_called_by_their_first_name_then_their_name_whatever_a_file_wrote():
    person = Beneficiary(first_name="ÉLOÏSE", birth_name="LE GOFF", used_name="")
    assert (str(person), person.other_birth_name) == ("Éloïse Le Goff", "")
    person.used_name = "MÜLLER"
    assert (str(person), person.other_birth_name) == ("Éloïse Müller", "Le Goff")
    # What is kept is what was written.
    assert (person.first_name, person.birth_name) == ("ÉLOÏSE", "LE GOFF")
