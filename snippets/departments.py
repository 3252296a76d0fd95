"""The 101 départements of the State's geographic code, as French sentences name them.

`snippets/data/departments.csv` has the article and the preposition that usage gives to each: “dans
le Doubs”, “en Haute-Saône”, “à La Réunion”. The site's own one is `SiteSettings.department`.
"""

import csv
import dataclasses
import functools
from pathlib import Path

from snippets import french

_FILE = Path(__file__).parent / "data" / "departments.csv"
_CONTRACTED = {"le": "du ", "les": "des ", "la": "de la ", "l’": "de l’"}
_OVERSEAS = "97"
TIME_OF_FRANCE = "Europe/Paris"
# IANA names. No other département lives by another time than that of Paris.
_TIME_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Department:
    """A département: its code ("2A", "971" included), its name, its region, its forms."""

    code: str
    name: str
    article: str
    preposition: str
    region: str
    usual_authority: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """“Doubs (25)”, where people choose."""
        return f"{self.name} ({self.code})" if self.code else self.name

    @property
    def the(self) -> str:
        """“le Doubs”, “l’Ain”, “Mayotte”."""
        space = "" if self.article.endswith("’") or not self.article else " "
        return f"{self.article}{space}{self.name}"

    @property
    def of(self) -> str:
        """“du Doubs”, “de l’Ain”, “des Vosges”, “de La Réunion”."""
        if not self.article:
            return french.of(self.name)
        return f"{_CONTRACTED[self.article]}{self.name}"

    @property
    def within(self) -> str:
        """“dans le Doubs”, “en Haute-Saône”, “à Paris”."""
        place = self.the if self.preposition == "dans" else self.name
        return f"{self.preposition} {place}"

    @property
    def authority(self) -> str:
        """“Département du Doubs”, “Collectivité de Corse”: who leads its employment policy."""
        return self.usual_authority or f"Département {self.of}"

    @property
    def time_zone(self) -> str:
        """What a site there writes in its `TIME_ZONE`."""
        return _TIME_ZONES.get(self.code, TIME_OF_FRANCE)


# What a site says before anybody chose: right everywhere, and no other territory's name.
ANY = Department("", "département", "le", "dans", "", "Département")


@functools.cache
def departments() -> dict[str, Department]:
    """Each département by its code, in the order of the codes (2A and 2B after 19)."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Department(
                code=row["code"],
                name=row["name"],
                article=row["article"],
                preposition=row["preposition"],
                region=row["region"],
                usual_authority=row["authority"],
            )
            for row in csv.DictReader(file)
        }


def by_code(code: str) -> Department:
    """The département of a code; `ANY` when there is none."""
    return departments().get(code, ANY)


def of_commune(insee_code: str) -> Department:
    """The département of a commune: the first two characters of its INSEE code, three overseas."""
    return by_code(insee_code[: 3 if insee_code.startswith(_OVERSEAS) else 2])


def choices() -> list[tuple[str, str]]:
    """What a form offers: “Doubs (25)”."""
    return [(department.code, department.label) for department in departments().values()]
