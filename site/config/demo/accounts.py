"""Invented people of the demo: who can sign in, and with which level."""

import base64
import hashlib
from dataclasses import dataclass

DEMO_PASSWORD = "declic-demo-90000"  # noqa: S105 - printed by `make run`, never used elsewhere


@dataclass(frozen=True)
class DemoAccount:
    """One account; `level` is a group's name, empty for the development administrator."""

    email: str
    first_name: str
    last_name: str
    level: str
    level_label: str

    @property
    def totp_secret(self) -> str:
        """What an application of codes is given: the same at each load, in base 32."""
        return base64.b32encode(hashlib.sha1(self.email.encode()).digest()).decode()  # noqa: S324


def demo_accounts() -> list[DemoAccount]:
    """The staff of the demo."""
    communication, officer = "communication", "employment_officer"
    return [
        DemoAccount(
            "claire.morel@declic.example", "Claire", "Morel", communication, "Communication"
        ),
        DemoAccount(
            "idris.benali@declic.example", "Idris", "Benali", communication, "Communication"
        ),
        DemoAccount(
            "sophie.kessler@declic.example", "Sophie", "Kessler", officer, "Chargée d’emploi"
        ),
        DemoAccount("yanis.perrin@declic.example", "Yanis", "Perrin", officer, "Chargé d’emploi"),
        DemoAccount(
            "admin@declic.example",
            "Nadia",
            "Roussel",
            "",
            "Administration technique (développement)",
        ),
    ]
