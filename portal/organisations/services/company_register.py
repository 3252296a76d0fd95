"""What the State's open register of companies knows of a SIRET: a name and an address to propose.

The person checks them; a register that does not answer leaves a form to fill in. The setting
`COMPANY_REGISTER_URL` names the service, whose answers have the shape of those of « Recherche
d’entreprises » (results, each with its establishments); empty, it is never asked.
"""

import logging
import re
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError

from snippets.errors import DomainError
from snippets.models import Commune
from snippets.validators import normalise_siret, validate_siret

logger = logging.getLogger("declic.company_register")

TIMEOUT_SECONDS = 3
CACHE_SECONDS = 24 * 3600
_MAX_NAME = 150
_MAX_ADDRESS = 200
_NAF = re.compile(r"\d{2}\.\d{2}[A-Z]")
# Words of a name that stay small when a register writes all in capitals.
_SMALL = frozenset(
    "à au aux chez d de des du en et l la le les ou par pour sous sur".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W\d_]+")


class RegisterError(DomainError):
    """The register cannot tell now; its message can be shown."""


@dataclass(frozen=True, slots=True)
class Establishment:
    """What is proposed for a SIRET; the commune is one of ours, or None elsewhere."""

    name: str
    address: str
    naf_code: str
    commune: Commune | None


def is_asked() -> bool:
    """Whether there is a register to ask."""
    return bool(settings.COMPANY_REGISTER_URL)


def look_up(*, siret: str) -> Establishment:
    """The establishment that has this SIRET, as it was typed; remembered for a day.

    Raises RegisterError when that is no SIRET, or the register does not answer or know it.
    """
    siret = normalise_siret(siret)
    try:
        validate_siret(siret)
    except ValidationError as error:
        message = "Écrivez d’abord les 14\u00a0chiffres du SIRET, sans erreur."
        raise RegisterError(message) from error
    key = f"company-register:{siret}"
    found = cache.get(key)
    if found is None:
        found = _ask(siret)
        cache.set(key, found, CACHE_SECONDS)
    if not found:
        message = (
            "Ce numéro n’est pas dans le registre des entreprises\u00a0: vérifiez-le, ou écrivez "
            "le nom et l’adresse vous-même."
        )
        raise RegisterError(message)
    commune = Commune.objects.filter(insee_code=found["commune"]).defer("contour").first()
    return Establishment(found["name"], found["address"], found["naf_code"], commune)


def _ask(siret: str) -> dict[str, str]:
    """What the register answers, empty when it does not know the number. Raises RegisterError."""
    try:
        response = requests.get(
            settings.COMPANY_REGISTER_URL,
            params={"q": siret, "page": "1", "per_page": "1"},
            timeout=TIMEOUT_SECONDS,
            headers={"Accept": "application/json"},
            allow_redirects=False,
        )
        response.raise_for_status()
        return _read(response.json(), siret)
    except (requests.RequestException, ValueError, TypeError, KeyError, AttributeError) as error:
        logger.warning("company register unavailable: %s", type(error).__name__)
        message = "Le registre des entreprises ne répond pas\u00a0: écrivez le nom vous-même."
        raise RegisterError(message) from error


def _read(answer: Any, siret: str) -> dict[str, str]:
    """The establishment of this number in an answer, the seat included."""
    for company in answer["results"]:
        places = [*(company.get("matching_etablissements") or []), company.get("siege") or {}]
        place = next((one for one in places if one.get("siret") == siret), None)
        if place is not None:
            signs = place.get("liste_enseignes") or []
            name = next(iter(signs), "") or company.get("nom_raison_sociale") or ""
            activity = str(place.get("activite_principale") or "")
            return {
                "name": _readable(str(name or company.get("nom_complet") or ""))[:_MAX_NAME],
                "address": _street(place),
                "naf_code": activity if _NAF.fullmatch(activity) else "",
                "commune": str(place.get("commune") or ""),
            }
    return {}


def _street(place: dict[str, Any]) -> str:
    """The address without the postal code and the commune, which are a field of their own."""
    address = str(place.get("adresse") or "")
    code = str(place.get("code_postal") or "")
    street = address.split(f" {code}")[0] if code else address
    return street.lower().strip(" ,")[:_MAX_ADDRESS]


def _readable(name: str) -> str:
    """A name in capitals, as it is written in a sentence: “MENUISERIE DU LION”."""
    if not name.isupper():
        return name

    def written(match: re.Match[str]) -> str:
        word = match[0].lower()
        return word if word in _SMALL and match.start() else word.capitalize()

    return _WORD.sub(written, name)
