"""Employment partners: organisations of that kind alone."""

from collections.abc import Mapping
from typing import Any

from portal.mailing.audiences import places, sectors
from portal.mailing.audiences.organisations import Organisations
from snippets.models import Organisation


class Partners(Organisations):
    """Partenaires de l’emploi."""

    label = "Des partenaires de l’emploi"
    keys = (*places.KEYS, sectors.KEY, "verified")

    def kinds(self, criteria: Mapping[str, Any]) -> list[str]:
        return [Organisation.Kind.EMPLOYMENT_PARTNER]

    def said(self, kinds: list[str]) -> str:
        return "Les partenaires de l’emploi"


AUDIENCE = Partners()
