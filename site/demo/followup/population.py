"""Six hundred invented people, the same at each load: who they are, and where their pathway is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from demo.data_files import read
from snippets.models import Commune

SIZE = 600
REFORM = date(2025, 1, 1)
_SEED = 90_000
_MORE_NAMES = (
    "Aubertin",
    "Baudoin",
    "Chevrolat",
    "Courtot",
    "Damotte",
    "Dupré-Lamy",
    "Feltin",
    "Girod",
    "Hamidi",
    "Jeannerot",
    "Kone",
    "Lambla",
    "Mougin",
    "Naas",
    "Oudot",
    "Pequignot",
    "Rérat",
    "Sahraoui",
    "Tournoux",
    "Vuillemot",
    "Wendling",
    "Zeller",
    "de La Roche",
    "Ben Salah",
)
_STREETS = (
    "des Lilas",
    "du Vieux-Lavoir",
    "des Trois-Chênes",
    "du Tilleul",
    "de la Fontaine",
    "des Vergers",
    "des Faucheurs",
    "du Marché-Neuf",
    "de l’Étang-Neuf",
)
_WOMEN = frozenset(
    {
        "Léa",
        "Chloé",
        "Inès",
        "Fatima",
        "Nadia",
        "Camille",
        "Emma",
        "Sofia",
        "Aïcha",
        "Manon",
        "Élodie",
        "Yasmina",
        "Claire",
        "Sarah",
        "Julie",
        "Hawa",
        "Monique",
        "Laura",
        "Amina",
        "Amandine",
        "Anaïs",
        "Clémence",
        "Céline",
        "Fatou",
        "Françoise",
        "Justine",
        "Laurence",
        "Leïla",
        "Margaux",
        "Mariama",
        "Mathilde",
        "Maëlle",
        "Naïma",
        "Noémie",
        "Oumou",
        "Pauline",
        "Rokia",
        "Sabrina",
        "Solène",
        "Sylvie",
        "Yasmine",
        "Zoé",
        "Élise",
    }
)


class Stage(StrEnum):
    """Where a pathway is."""

    TO_ORIENT = "to_orient"
    PAST_DELAY = "past_delay"
    TO_NOTIFY = "to_notify"
    NO_CONTRACT = "no_contract"
    BEFORE_REFORM = "before_reform"
    DRAFT = "draft"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    ENDS_SOON = "ends_soon"
    TO_REVIEW = "to_review"
    EXITED = "exited"


# How many of each; the rest have a contract that runs.
_STAGES = (
    (Stage.TO_ORIENT, 38),
    (Stage.PAST_DELAY, 7),
    (Stage.TO_NOTIFY, 18),
    (Stage.NO_CONTRACT, 62),
    (Stage.BEFORE_REFORM, 54),
    (Stage.DRAFT, 22),
    (Stage.TO_SIGN, 26),
    (Stage.ENDS_SOON, 34),
    (Stage.TO_REVIEW, 41),
    (Stage.EXITED, 45),
)


@dataclass(frozen=True)
class Invented:
    """One person: `household` is shared by a couple; `luck` seeds their history."""

    household: int
    is_partner: bool
    title: str
    first_name: str
    last_name: str
    born: date
    phone: str
    number: int
    street: str
    commune: Commune
    stage: Stage
    opened_on: date
    luck: int

    @property
    def address(self) -> str:
        """Number and street."""
        return f"{self.number} rue {self.street}"

    @property
    def matricule(self) -> str:
        """Fifteen digits, zeros first."""
        return f"{self.household:015}"

    @property
    def organism(self) -> str:
        """One household in twelve is the MSA's."""
        return "MSA" if self.household % 12 == 0 else "CAF"


def population(today: date) -> list[Invented]:
    """All of them. One household in seven is a couple."""
    luck = random.Random(_SEED)  # noqa: S311 - an invented town, the same for everybody
    return list(_people(luck, today))


def _people(luck: random.Random, today: date) -> Iterator[Invented]:
    given, names = _names()
    communes = [*Commune.objects.order_by("insee_code")]
    weights = [max(commune.population, 50) for commune in communes]
    stages = [stage for stage, count in _STAGES for _ in range(count)]
    stages += [Stage.SIGNED] * (SIZE - len(stages))
    luck.shuffle(stages)
    seen: set[tuple[str, str]] = set()
    made, household = 0, 0
    while made < SIZE:
        household += 1
        commune = luck.choices(communes, weights)[0]
        name, number, street = luck.choice(names), luck.randint(1, 84), luck.choice(_STREETS)
        phone = f"06 39 98 {luck.randint(10, 99)} {luck.randint(10, 99)}"
        size = 2 if household % 7 == 0 and made < SIZE - 1 else 1
        for rank in range(size):
            first = luck.choice(given)
            while (first, name) in seen:
                first, name = luck.choice(given), luck.choice(names)
            seen.add((first, name))
            yield Invented(
                household=household,
                is_partner=rank > 0,
                title="mme" if first in _WOMEN else "m",
                first_name=first,
                last_name=name,
                born=today - timedelta(days=luck.randint(19 * 365, 63 * 365)),
                phone=phone,
                number=number,
                street=street,
                commune=commune,
                stage=stages[made],
                opened_on=_opened(stages[made], luck, today),
                luck=luck.randint(0, 10**9),
            )
            made += 1


def _opened(stage: Stage, luck: random.Random, today: date) -> date:
    """When the right was opened, as the pathway of each wants it."""
    days = {
        Stage.TO_ORIENT: luck.randint(8, 45),
        Stage.PAST_DELAY: luck.randint(55, 80),
        Stage.TO_NOTIFY: luck.randint(30, 50),
        Stage.NO_CONTRACT: luck.randint(60, 110),
    }.get(stage, luck.randint(250, 1_400))
    opened = today - timedelta(days=days)
    if stage == Stage.BEFORE_REFORM:
        return min(opened, REFORM - timedelta(days=520))
    return opened


def _names() -> tuple[list[str], list[str]]:
    people = read("people.json")
    given = sorted({person["first_name"] for person in people})
    return given, sorted({*(person["last_name"] for person in people), *_MORE_NAMES})
