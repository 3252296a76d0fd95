"""Three units, four structures, fifteen professionals; who they are can be tried by signing in."""

from dataclasses import dataclass

from django.utils.text import slugify

from demo.accounts import DemoAccount
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.models import Profession, Professional, Unit
from snippets.models import Organisation

DEPARTMENT = "Département du Territoire de Belfort, service insertion et emploi"
YOUTH, SOUTH, DISABILITY = (
    "Mission Horizon Jeunes 90",
    "Plan Passerelles Sud-Territoire",
    "Handiparcours 90",
)
UNITS = (
    ("Unité de Belfort", "belfort", "03 39 98 41 10", "2 rue des Glacis-Neufs, 90000 Belfort"),
    ("Unité du Sud", "sud", "03 39 98 41 20", "14 avenue du Moulin-Vert, 90100 Delle"),
    ("Unité du Nord", "nord", "03 39 98 41 30", "5 place des Tanneurs, 90200 Giromagny"),
)


@dataclass(frozen=True)
class Worker:
    """Somebody of the area: their account, their place, whether they follow people."""

    first_name: str
    last_name: str
    level: L
    unit: int
    profession: Profession = Profession.SOCIAL
    structure: str = DEPARTMENT
    label: str = ""

    @property
    def email(self) -> str:
        """Their account."""
        return f"{slugify(self.first_name)}.{slugify(self.last_name)}@declic.example"

    @property
    def account(self) -> DemoAccount:
        """As the demo makes accounts."""
        label = self.label or str(self.level.label)
        return DemoAccount(self.email, self.first_name, self.last_name, self.level, label)


_EMPLOYMENT, _HEALTH = Profession.EMPLOYMENT, Profession.HEALTH
# Two of them are accounts of the demo already.
WORKERS = (
    Worker("Lucie", "Marchand", L.ADVISER, 0),
    Worker("Karim", "Haddad", L.UNIT_MANAGER, 0),
    Worker("Hélène", "Simonin", L.ORIENTATION_OFFICER, 0, label="Chargée d’orientation"),
    Worker(
        "Samir",
        "Cuenot",
        L.ADVISER,
        1,
        _EMPLOYMENT,
        SOUTH,
        "Conseiller RSA, autre unité et structure",
    ),
    Worker("Anne", "Perrot", L.ADVISER, 0, _HEALTH, label="Conseillère RSA, infirmière"),
    Worker("Odile", "Ferry", L.UNIT_MANAGER, 1, label="Responsable de l’Unité du Sud"),
    Worker("Théo", "Jacquin", L.ADVISER, 0, _EMPLOYMENT, YOUTH),
    Worker("Mina", "Lacour", L.ADVISER, 0),
    Worker("Claire", "Noirot", L.ADVISER, 1),
    Worker("Yves", "Mathey", L.ADVISER, 1, _EMPLOYMENT, SOUTH),
    Worker("Bruno", "Tissot", L.UNIT_MANAGER, 2),
    Worker("Sarah", "Vautrin", L.ADVISER, 2),
    Worker("Denis", "Pagnot", L.ADVISER, 2, _EMPLOYMENT, DISABILITY),
    Worker("Elsa", "Grosjean", L.ADVISER, 2, _HEALTH),
    Worker("Marc", "Demange", L.ORIENTATION_OFFICER, 1),
)
# They follow nobody, and have no place in a unit.
JUDGES = (
    DemoAccount(
        "denise.aubry@declic.example",
        "Denise",
        "Aubry",
        L.BOARD_MEMBER,
        "Équipe pluridisciplinaire, représente les bénéficiaires",
    ),
    DemoAccount(
        "remi.colin@declic.example", "Rémi", "Colin", L.APPEAL_OFFICER, "Chargé des recours"
    ),
    DemoAccount(
        "paul.mercier@declic.example",
        "Paul",
        "Mercier",
        L.BOARD_MEMBER,
        "Équipe pluridisciplinaire, France Travail",
    ),
    DemoAccount(
        "ines.garnier@declic.example",
        "Inès",
        "Garnier",
        L.BOARD_MEMBER,
        "Équipe pluridisciplinaire, CAF",
    ),
)
# The workers whom `make run` prints, then how many accounts it prints in all.
_SHOWN, PRINTED = 4, 6


_THERE_ALREADY = frozenset({"lucie.marchand@declic.example", "karim.haddad@declic.example"})


def accounts() -> list[DemoAccount]:
    """Those of the area that no other part of the demo makes; the first ones are shown."""
    made = [worker.account for worker in WORKERS if worker.email not in _THERE_ALREADY]
    return [*made[:_SHOWN], *JUDGES, *made[_SHOWN:]]


def load_places() -> dict[str, Professional]:
    """Make units and places; return professionals by their e-mail. Inside the scope of the demo."""
    units = [
        Unit.unscoped.get_or_create(
            name=name,
            defaults={
                "email": f"unite.{mailbox}@declic.example",
                "phone": phone,
                "address": address,
            },
        )[0]
        for name, mailbox, phone, address in UNITS
    ]
    structures = {row.name: row for row in Organisation.objects.all()}
    found = {}
    for position, worker in enumerate(WORKERS):
        user = User.objects.get(email=worker.email)
        found[worker.email], _ = Professional.unscoped.get_or_create(
            user=user,
            defaults={
                "name": str(user),
                "profession": worker.profession,
                "unit": units[worker.unit],
                "structure": structures[worker.structure],
                "phone": f"03 39 98 42 {10 + position:02}",
            },
        )
    return found
