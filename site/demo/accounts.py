"""Invented people of the demo: who can sign in, with which level, and what became of it."""

import base64
import hashlib
from dataclasses import dataclass

from portal.accounts.level_names import LevelName

DEMO_PASSWORD = "declic-demo-90000"  # noqa: S105 - printed by `make run`, never used elsewhere


@dataclass(frozen=True)
class DemoAccount:
    """One account; `level` is empty for the development administrator.

    `days` is how long the level lasts from today; `left` is why it was taken back.
    """

    email: str
    first_name: str
    last_name: str
    level: str
    level_label: str
    reason: str = "Prise de poste"
    days: int | None = None
    left: str = ""

    @property
    def totp_secret(self) -> str:
        """What an application of codes is given: the same at each load, in base 32."""
        return base64.b32encode(hashlib.sha1(self.email.encode()).digest()).decode()  # noqa: S324


def demo_accounts() -> list[DemoAccount]:
    """The staff of the demo; the first one gives the others their levels."""
    communication, officer = LevelName.COMMUNICATION, LevelName.EMPLOYMENT_OFFICER
    rights, adviser = LevelName.RIGHTS_ADMINISTRATOR, LevelName.ADVISER
    return [
        DemoAccount(
            "nadia.roussel@declic.example",
            "Nadia",
            "Roussel",
            rights,
            "Administration des droits",
            "Ouverture du site",
        ),
        DemoAccount(
            "paul.girardot@declic.example",
            "Paul",
            "Girardot",
            rights,
            "Administration des droits",
            "Remplace Nadia Roussel en son absence",
        ),
        DemoAccount(
            "claire.morel@declic.example", "Claire", "Morel", communication, "Communication"
        ),
        DemoAccount(
            "idris.benali@declic.example",
            "Idris",
            "Benali",
            communication,
            "Communication, pour trois mois",
            "Remplacement d’un congé maternité",
            days=90,
        ),
        DemoAccount(
            "sophie.kessler@declic.example", "Sophie", "Kessler", officer, "Chargée d’emploi"
        ),
        DemoAccount("yanis.perrin@declic.example", "Yanis", "Perrin", officer, "Chargé d’emploi"),
        DemoAccount(
            "lucie.marchand@declic.example", "Lucie", "Marchand", adviser, "Conseillère RSA"
        ),
        DemoAccount(
            "karim.haddad@declic.example",
            "Karim",
            "Haddad",
            LevelName.UNIT_MANAGER,
            "Responsable d’unité",
        ),
        DemoAccount(
            "helene.mercier@declic.example",
            "Hélène",
            "Mercier",
            LevelName.SPONSORSHIP_COORDINATOR,
            "Coordinatrice du parrainage",
        ),
        DemoAccount(
            "julie.faivre@declic.example",
            "Julie",
            "Faivre",
            communication,
            "A quitté le Département\u00a0: aucun niveau",
            left="Mutation à la Région",
        ),
        DemoAccount(
            "admin@declic.example",
            "Hugo",
            "Lambert",
            "",
            "Administration technique (développement)",
        ),
    ]
