"""Sectors of activity as a criterion: sections of NAF rev. 2, or the beginning of a code."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from portal.mailing.audiences.criteria import check_known, enumerated, is_all, texts

KEY = "sectors"
_EMPTY = "Choisissez au moins un secteur, ou tous les secteurs."


class Section(NamedTuple):
    """A section: its letter, its name, its first and last divisions."""

    letter: str
    label: str
    first: int
    last: int


SECTIONS: tuple[Section, ...] = (
    Section("A", "Agriculture, sylviculture et pêche", 1, 3),
    Section("B", "Industries extractives", 5, 9),
    Section("C", "Industrie manufacturière", 10, 33),
    Section("D", "Électricité, gaz, vapeur et air conditionné", 35, 35),
    Section("E", "Eau, assainissement, déchets et dépollution", 36, 39),
    Section("F", "Construction", 41, 43),
    Section("G", "Commerce, réparation d’automobiles et de motocycles", 45, 47),
    Section("H", "Transports et entreposage", 49, 53),
    Section("I", "Hébergement et restauration", 55, 56),
    Section("J", "Information et communication", 58, 63),
    Section("K", "Activités financières et d’assurance", 64, 66),
    Section("L", "Activités immobilières", 68, 68),
    Section("M", "Activités spécialisées, scientifiques et techniques", 69, 75),
    Section("N", "Services administratifs et de soutien", 77, 82),
    Section("O", "Administration publique", 84, 84),
    Section("P", "Enseignement", 85, 85),
    Section("Q", "Santé humaine et action sociale", 86, 88),
    Section("R", "Arts, spectacles et activités récréatives", 90, 93),
    Section("S", "Autres activités de services", 94, 96),
    Section("T", "Activités des ménages employeurs", 97, 98),
    Section("U", "Activités extraterritoriales", 99, 99),
)
_BY_LETTER = {section.letter: section for section in SECTIONS}
_BEGINNING = re.compile(r"(\d{2})(?:\.(?:\d(?:\d[A-Z]?)?)?)?")
_DIVISIONS = {
    f"{number:02d}" for section in SECTIONS for number in range(section.first, section.last + 1)
}


def sector_condition(criteria: Mapping[str, Any]) -> tuple[Q, str]:
    """The condition on `naf_code` and what it is in a sentence; both empty for every sector.

    Raises AudienceError for none, or one that does not exist.
    """
    if is_all(criteria, KEY):
        return Q(), ""
    wanted = texts(criteria, KEY, empty=_EMPTY)
    condition, names = Q(pk__in=[]), []
    for one in wanted:
        section = _BY_LETTER.get(one)
        if section:
            divisions = range(section.first, section.last + 1)
            parts = [Q(naf_code__startswith=f"{number:02d}") for number in divisions]
            names.append(section.label)
        else:
            begins = _BEGINNING.fullmatch(one)
            check_known([begins[1] if begins else ""], _DIVISIONS, KEY)
            parts = [Q(naf_code__startswith=one)]
            names.append(f"NAF {one}")
        for part in parts:
            condition |= part
    return condition, enumerated(names)
