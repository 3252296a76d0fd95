"""Households that live on from month to month, and what each of their changes is worth.

Each file of a `Story` says what it asks for (`expected`). The same seed tells the same story.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any

from demo.followup_files import DemoHousehold, DemoPerson, write

SURNAMES = (
    "Aubry",
    "Baron",
    "Besson",
    "Blondel",
    "Boucher",
    "Caron",
    "Carpentier",
    "Charrier",
    "Chevalier",
    "Colas",
    "Collin",
    "Cordier",
    "Delmas",
    "Deschamps",
    "Diallo",
    "Durand",
    "Étienne",
    "Fabre",
    "Faivre",
    "Fournier",
    "Garnier",
    "Gauthier",
    "Girardot",
    "Grosjean",
    "Guérin",
    "Haddad",
    "Hubert",
    "Humbert",
    "Jacquot",
    "Jeannin",
    "Kaya",
    "Lacroix",
    "Lambert",
    "Lefèvre",
    "Lemoine",
    "Marchand",
    "Mercier",
    "Meunier",
    "Monnier",
    "Morel",
    "Noël",
    "Nguyen",
    "Parisot",
    "Perrin",
    "Petitjean",
    "Picard",
    "Poirier",
    "Prévost",
    "Renaud",
    "Richard",
    "Robert",
    "Roussel",
    "Roy",
    "Sanchez",
    "Schmitt",
    "Simonin",
    "Thévenin",
    "Tissot",
    "Traoré",
    "Vautrin",
    "Viennot",
    "Vuillemin",
    "Weber",
    "Yilmaz",
)
WOMEN = (
    "Adèle",
    "Aïcha",
    "Agnès",
    "Brigitte",
    "Camille",
    "Céline",
    "Chloé",
    "Claire",
    "Denise",
    "Élodie",
    "Émilie",
    "Fatou",
    "Françoise",
    "Hélène",
    "Inès",
    "Jeanne",
    "Karima",
    "Laure",
    "Léa",
    "Mathilde",
    "Nadia",
    "Noémie",
    "Odile",
    "Pauline",
    "Rachida",
    "Sandrine",
    "Zoé",
)
MEN = (
    "Adrien",
    "Ahmed",
    "Alain",
    "Benoît",
    "Bruno",
    "Cédric",
    "Denis",
    "Émile",
    "Éric",
    "Farid",
    "Frédéric",
    "Gaël",
    "Hervé",
    "Ibrahim",
    "Jérôme",
    "Joël",
    "Kévin",
    "Loïc",
    "Mehmet",
    "Nicolas",
    "Olivier",
    "Patrick",
    "Rémi",
    "Samir",
    "Thierry",
    "Vincent",
    "Yannick",
)
STREETS = (
    "des Lilas",
    "du Moulin",
    "de la Gare",
    "des Écoles",
    "du Général Leclerc",
    "des Vosges",
    "de la République",
    "du Stade",
    "des Jardins",
    "de l’Étang",
    "du Château",
    "des Tilleuls",
)
# Code INSEE, postal code, name.
TOWNS = (
    ("90010", "90000", "BELFORT"),
    ("90033", "90140", "BOUROGNE"),
    ("90075", "90400", "DANJOUTIN"),
    ("90099", "90300", "VALDOIE"),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One action that a file asks for: its kind, and who it is about."""

    kind: str
    matricule: str
    person: tuple[str, str, date]


@dataclass(slots=True)
class DemoFile:
    """One monthly file: its day of reference, the day it is received, what it says."""

    reference_date: date
    received_on: date
    households: list[DemoHousehold]
    expected: list[Expected] = field(default_factory=list)

    def content(self, **options: Any) -> bytes:
        """The file itself."""
        stream = BytesIO()
        write(stream, self.households, reference_date=self.reference_date, **options)
        return stream.getvalue()

    @property
    def name(self) -> str:
        """As an organism would call it."""
        return f"RSABEN_{self.reference_date:%Y%m%d}.xml"


class Story:
    """Households that live on from month to month."""

    def __init__(self, seed: int, *, first_month: date = date(2026, 1, 31)) -> None:
        self.random = Random(seed)  # noqa: S311 - the same story each time
        self.month = first_month
        self.households: dict[str, DemoHousehold] = {}
        self.names: set[tuple[str, str, date]] = set()
        self.next_matricule = 100_001
        # Changed once, a household is left alone: each change is one action.
        self.changed: set[str] = set()
        self.turn = 0

    def begin(self, count: int) -> DemoFile:
        """The first file: everybody is new."""
        for _ in range(count):
            self._add(self._household())
        file = self._file()
        file.expected = [
            Expected("new", home.matricule, person.key)
            for home in self.households.values()
            for person in home.adults
        ]
        return file

    def know(self, households: Iterable[DemoHousehold]) -> None:
        """Begin with households that somebody else invented."""
        for home in households:
            self._add(home)
            self.names |= {person.key for person in home.people}

    def go_on(self, changes: int) -> DemoFile:
        """The file of the next month, with so many changes, one action each."""
        self.month = _next_month(self.month)
        kinds: list[Callable[[], Expected | None]] = [
            self._arrive,
            self._move_in,
            self._move_out,
            self._suspend,
            self._close,
            self._reopen,
            self._duties,
            self._move_house,
            self._marry,
            self._child,
            self._vanish,
            self._suspend_payment,
        ]
        expected: list[Expected] = []
        while len(expected) < changes:
            change = kinds[self.turn % len(kinds)]()
            self.turn += 1
            if change is not None:
                expected.append(change)
        file = self._file()
        file.expected = expected
        return file

    def _file(self) -> DemoFile:
        return DemoFile(self.month, self.month + timedelta(days=5), [*self.households.values()])

    def _add(self, home: DemoHousehold) -> DemoHousehold:
        self.households[home.matricule] = home
        return home

    def _household(self, *, is_alone: bool = False, status: str = "2") -> DemoHousehold:
        pick = self.random
        opened = self.month - timedelta(days=pick.randrange(40, 2_000))
        adults = [self._person("DEM")]
        if not is_alone and pick.random() < 0.3:
            adults.append(self._person("CJT"))
        children = pick.choice((0, 0, 0, 1, 2, 3)) if not is_alone else 0
        people = [*adults, *(self._person("ENF") for _ in range(children))]
        matricule = f"{self.next_matricule:015}"
        self.next_matricule += 1
        return DemoHousehold(
            matricule=matricule,
            people=tuple(people),
            claimed_on=opened - timedelta(days=pick.randrange(5, 30)),
            opened_on=opened,
            number=str(pick.randrange(1, 120)),
            street=pick.choice(STREETS),
            town=pick.choice(TOWNS),
            status=status,
            children=children,
            has_no_fixed_address=pick.random() < 0.02,
        )

    def _person(self, role: str) -> DemoPerson:
        pick = self.random
        years = (1, 17) if role == "ENF" else (19, 62)
        while True:
            is_woman = pick.random() < 0.55
            born = self.month - timedelta(days=pick.randrange(years[0] * 365, years[1] * 365))
            name, first = pick.choice(SURNAMES), pick.choice(WOMEN if is_woman else MEN)
            if (name, first, born) not in self.names:
                break
        self.names.add((name, first, born))
        number = f"{pick.randrange(10**7):07}{pick.choice('ABCDEFGHJKLMNPRSTVWXYZ')}"
        return DemoPerson(
            birth_name=name,
            first_name=first,
            birth_date=born,
            is_woman=is_woman,
            role=role,
            france_travail_number=number if role != "ENF" and pick.random() < 0.7 else "",
        )

    def _one(
        self, *, status: Iterable[str] = "2", is_alone: bool = True, is_changed: bool = False
    ) -> DemoHousehold | None:
        """A household to change, nobody else's change; None when there is none left."""
        fit = [
            home
            for home in self.households.values()
            if home.status in status
            and (home.matricule in self.changed) is is_changed
            and (not is_alone or len(home.adults) == 1)
            and home.left_for is None
        ]
        return self.random.choice(fit) if fit else None

    def _change(self, home: DemoHousehold | None, kind: str, **values: Any) -> Expected | None:
        if home is None:
            return None
        self.changed.add(home.matricule)
        self._add(replace(home, **values))
        return Expected(kind, home.matricule, home.adults[0].key)

    def _arrive(self) -> Expected:
        home = self._add(replace(self._household(is_alone=True), opened_on=self._day()))
        self.changed.add(home.matricule)
        return Expected("new", home.matricule, home.adults[0].key)

    def _move_in(self) -> Expected:
        came = ("CAF", "251", self._day())
        home = self._add(replace(self._household(is_alone=True), came_from=came))
        self.changed.add(home.matricule)
        return Expected("moved_in", home.matricule, home.adults[0].key)

    def _move_out(self) -> Expected | None:
        return self._change(self._one(), "moved_out", left_for=("CAF", "681", self._day()))

    def _suspend(self) -> Expected | None:
        since = self._day()
        return self._change(self._one(), "suspended", status="3", reason="01", since=since)

    def _suspend_payment(self) -> Expected | None:
        since = self._day()
        return self._change(self._one(), "suspended", status="4", reason="06", since=since)

    def _close(self) -> Expected | None:
        status = self.random.choice("56")
        since = self._day()
        return self._change(self._one(), "closed", status=status, reason="RAD", since=since)

    def _reopen(self) -> Expected | None:
        """Of a month before: what is closed or suspended is open again."""
        home = self._one(status="3456", is_changed=True)
        if home is None or home.since is None or home.since.month == self.month.month:
            return None
        return self._change(home, "reopened", status="2", reason="", since=None)

    def _duties(self) -> Expected | None:
        home = self._one()
        if home is None:
            return None
        head = replace(home.people[0], has_duties=not home.people[0].has_duties)
        return self._change(home, "duties", people=(head, *home.people[1:]))

    def _move_house(self) -> Expected | None:
        home = self._one()
        if home is None:
            return None
        return self._change(home, "changed", number=str(int(home.number) + 1))

    def _marry(self) -> Expected | None:
        """Of one person of a couple: the other keeps the name."""
        home = self._one(is_alone=False)
        if home is None:
            return None
        head = replace(home.people[0], used_name=f"{home.people[0].birth_name}-Voisin")
        return self._change(home, "changed", people=(head, *home.people[1:]))

    def _child(self) -> Expected | None:
        home = self._one(is_alone=False)
        if home is None:
            return None
        people = (*home.people, self._person("ENF"))
        return self._change(home, "household", children=home.children + 1, people=people)

    def _vanish(self) -> Expected | None:
        home = self._one()
        if home is None:
            return None
        del self.households[home.matricule]
        return Expected("absent", home.matricule, home.adults[0].key)

    def _day(self) -> date:
        return self.month.replace(day=self.random.randrange(1, 28))


def _next_month(day: date) -> date:
    """The last day of the next month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=63)).replace(day=1)
    return after - timedelta(days=1)
