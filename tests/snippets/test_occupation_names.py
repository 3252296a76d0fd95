"""What people call an occupation of ROME."""

import csv
from pathlib import Path

import pytest

from snippets import loading
from snippets.occupation_names import spoken_names


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Maçon / Maçonne", ("Maçon", "Maçonne")),
        (
            "Agent / Agente d'entretien des espaces naturels",
            ("Agent d’entretien des espaces naturels", "Agente d’entretien des espaces naturels"),
        ),
        ("Enquêteur privé / Enquêtrice privée", ("Enquêteur privé", "Enquêtrice privée")),
        (
            "Responsable Opérationnel / Opérationnelle de la défense",
            ("Responsable Opérationnel de la défense", "Responsable Opérationnelle de la défense"),
        ),
        ("Homme sage-femme / Sage-femme", ("Homme sage-femme", "Sage-femme")),
        ("Marin-pêcheur", ("Marin-pêcheur",)),
    ],
)
def test_an_occupation_has_the_names_that_people_say(label, names):
    assert spoken_names(label) == names


def test_no_name_of_the_whole_nomenclature_is_written_like_its_label():
    rows = Path(loading.__file__).parent / "data" / "occupations.csv"
    with rows.open(encoding="utf-8") as file:
        names = [name for row in csv.DictReader(file) for name in spoken_names(row["label"])]
    assert len(names) > 2500
    assert not [name for name in names if " / " in name or not name.strip() or "'" in name]
