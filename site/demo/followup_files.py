"""Monthly files of CAF as an organism would send them, all invented: for the demo and for tests.

`write` writes households as the organisms' schema asks for them. Numbers of social security and
amounts stand in these files as in real ones, to be read by nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lxml import etree

_STATES = {
    "1": ("Refus", ("DTREFURSA", "MOTIREFURSA")),
    "3": ("SuspensionDroit", ("MOTISUSDRORSA", "DDSUSDRORSA")),
    "4": ("SuspensionVersement", ("MOTISUSVERSRSA", "DDSUSVERSRSA")),
    "5": ("FinDroit", ("MOTICLORSA", "DTCLORSA")),
    "6": ("FinDroitMoisAnterieur", ("MOTICLORSA", "DTCLORSA")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody of a file. `role`: DEM, CJT or ENF."""

    birth_name: str
    first_name: str
    birth_date: date
    is_woman: bool
    role: str = "DEM"
    used_name: str = ""
    has_duties: bool = True
    france_travail_number: str = ""

    @property
    def key(self) -> tuple[str, str, date]:
        """What tells people of a story apart."""
        return (self.birth_name, self.first_name, self.birth_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoHousehold:
    """A household of a file, at one month. `came_from`, `left_for`: a move, with its day."""

    matricule: str
    people: tuple[DemoPerson, ...]
    claimed_on: date
    opened_on: date
    number: str
    street: str
    town: tuple[str, str, str]
    status: str = "2"
    reason: str = ""
    since: date | None = None
    children: int = 0
    has_no_fixed_address: bool = False
    came_from: tuple[str, str, date] | None = None
    left_for: tuple[str, str, date] | None = None

    @property
    def adults(self) -> tuple[DemoPerson, ...]:
        """Those whom the service follows."""
        return tuple(person for person in self.people if person.role in {"DEM", "CJT"})


def write(
    stream: Any,
    households: Iterable[DemoHousehold],
    *,
    reference_date: date,
    organism: tuple[str, str] = ("CAF", "901"),
    encoding: str = "windows-1252",
    total: int | None = None,
    flow: tuple[str, str] = ("M", "B"),
) -> None:
    """Write a monthly file, one household at a time. `total`: another one than the right one."""
    count = 0
    with etree.xmlfile(stream, encoding=encoding) as xml:
        xml.write_declaration()
        with xml.element("Racine"):
            xml.write(_head(reference_date, flow))
            for home in households:
                xml.write(element_of(home, organism, reference_date))
                count += 1
            sent = count if total is None else total
            totals = (("NBTOTDOSRSATRANSM", f"{sent:08}"), ("NBTOTDOSRSATRANSMANO", "00000000"))
            xml.write(_element("TransmissionFlux", *totals))


def element_of(home: DemoHousehold, organism: tuple[str, str], reference: date) -> Any:
    """One household, as the file says it."""
    code, postal_code, town = home.town
    return _element(
        "InfosFoyerRSA",
        ("IdentificationRSA", *_identification(home, organism)),
        *(("Personne", *_person(home, person, reference)) for person in home.people),
        (
            "DonneesAdministratives",
            ("SituationFamille", ("SITFAM", "CEL"), ("DDSITFAM", home.claimed_on)),
            (
                "Adresse",
                (
                    "TroncCommunAdresse",
                    ("RGADR", "01"),
                    ("PAYS", "FRA"),
                    ("TYPEADR", "D"),
                    ("ETATADR", "CO"),
                ),
                (
                    "AdresseDetailleeFrance",
                    ("COMPLIDEADR", ""),
                    ("COMPLADR", ""),
                    ("NUMVOIE", home.number),
                    ("LIBTYPEVOIE", "RUE"),
                    ("NOMVOIE", home.street.upper()),
                    ("LIEUDIST", ""),
                    ("NUMCOM", code),
                    ("CODEPOS", postal_code),
                    ("NOMCOM", town),
                ),
            ),
        ),
        (
            "PrestationRSA",
            ("SituationDossierRSA", *_state(home)),
            ("DetailDroitRSA", *_right(home)),
        ),
    )


def _identification(home: DemoHousehold, organism: tuple[str, str]) -> Iterator[Any]:
    yield (
        "Organisme",
        ("FONORG", organism[0]),
        ("NUMORG", organism[1]),
        ("MATRICULE", home.matricule),
    )
    yield ("Partenaire", ("TYPEPARTE", "CG"), ("IDEPARTE", "090"))
    number = f"{int(home.matricule):011}"
    yield ("DemandeRSA", ("DTDEMRSA", home.claimed_on), ("NUMDEMRSA", number))
    if home.came_from is not None:
        who, where, day = home.came_from
        yield ("OrganismeCedant", ("FONORGCEDMUT", who), ("NUMORGCEDMUT", where), ("DDARRMUT", day))
    if home.left_for is not None:
        who, where, day = home.left_for
        yield (
            "OrganismePrenant",
            ("FONORGPRENMUT", who),
            ("NUMORGPRENMUT", where),
            ("DDDEPAMUT", day),
        )


def _person(home: DemoHousehold, person: DemoPerson, reference: date) -> Iterator[Any]:
    # No number of anybody: the month is the 99th.
    nir = f"{2 if person.is_woman else 1}{person.birth_date:%y}99{int(home.matricule) % 10**8:08}"
    yield (
        "Identification",
        ("QUAL", "MME" if person.is_woman else "MR"),
        ("NOM", (person.used_name or person.birth_name).upper()),
        ("NOMNAI", person.birth_name.upper()),
        ("PRENOM", person.first_name.upper()),
        ("NOMCOMNAI", "BELFORT"),
        ("DTNAI", person.birth_date),
        ("NIR", nir),
        ("TOPVALIEC", "1"),
        ("SEXE", "2" if person.is_woman else "1"),
    )
    yield ("DossierCAF", ("TOPRESPDOS", person.role == "DEM"), ("DDRATDOS", home.claimed_on))
    for benefit in ("PFA", "RSA"):
        yield (
            "Prestations",
            ("NATPREST", benefit),
            ("ROLEPERS", person.role),
            ("TOPCHAPERS", True),
        )
    if person.role == "ENF":
        yield (
            "Rattachement",
            ("NOMNAI", home.people[0].birth_name.upper()),
            ("PRENOM", "X"),
            ("DTNAI", home.people[0].birth_date),
            ("NIR", nir),
            ("TYPEPAR", "PAR"),
        )
        return
    if person.france_travail_number:
        yield ("DossierPoleEmploi", ("IDASSEDIC", person.france_travail_number))
    yield (
        "MontantCalculDroitRSAPersonne",
        ("TOPPERSDRODEVORSA", person.has_duties),
        ("MTPERSRESSMENRSA", "0000000.00"),
    )


def _state(home: DemoHousehold) -> Iterator[Any]:
    yield ("EtatDossierRSA", ("ETATDOSRSA", home.status))
    if home.status in _STATES:
        group, names = _STATES[home.status]
        values = {"M": home.reason, "D": home.since or home.claimed_on}
        yield (group, *((name, values[name[0]]) for name in names))


def _right(home: DemoHousehold) -> Iterator[Any]:
    yield (
        "TroncCommunDroitRSA",
        ("TOPSANSDOMFIXE", home.has_no_fixed_address),
        ("NBENFAUTCHA", f"{home.children:02}"),
        ("ORIDEMRSA", "DEM"),
        ("DTORIDEMRSA", home.opened_on),
    )
    yield (
        "MontantsCalculDroitRSA",
        ("DDELECAL", home.opened_on),
        ("MTREVMINIGARARSA", "0000646.52"),
        ("MTREVGARARSA", "0000646.52"),
        ("MTRESSMENRSA", "0000000.00"),
        ("MTTOTDRORSA", "0000568.94"),
    )


def _head(reference: date, flow: tuple[str, str]) -> Any:
    made = reference + timedelta(days=4)
    return _element(
        "IdentificationFlux",
        ("APPLIEME", "CRI"),
        ("NUMVERSIONAPPLIEME", "0801"),
        ("TYPEFLUX", flow[0]),
        ("NATFLUX", flow[1]),
        ("DTCREAFLUX", made),
        ("HEUCREAFLUX", "01:18:36.0000"),
        ("DTREF", reference),
    )


def _element(name: str, *content: Any) -> Any:
    """An element from its name and what it holds: a value, or tuples like these."""
    element = etree.Element(name)
    for child in content:
        if isinstance(child, tuple):
            element.append(_element(*child))
        elif isinstance(child, bool):
            element.text = "1" if child else "0"
        else:
            element.text = child.isoformat() if isinstance(child, date) else child
    return element
