"""What a new territory is asked, and what its answers must be.

One table serves the terminal, the file and the documentation: a key, the sentence that asks, what
is taken when nothing is answered. The keys of `SITE` are fields of the site's settings, and their
form's own rules apply.
"""

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from snippets import departments
from snippets.addresses import normal_address
from snippets.errors import DomainError
from snippets.fields import AddressField
from snippets.loading import REFERENCE_DEPARTMENT
from snippets.models import SiteSettings
from snippets.models.site import IGN_ATTRIBUTION, IGN_PLAN_URL, SOFTWARE

API, REFERENCE, NONE, IGN = "api", "projet", "aucun", "ign"
SITE = (
    "department_code",
    "site_name",
    "authority_name",
    "contact_email",
    "contact_phone",
    "contact_address",
    "contact_hours",
)
_ADDRESS = "comme emploi@departement.fr"
REQUIRED = ("department_code", "contact_email")


class AnswersError(DomainError):
    """Some answers are wrong: `problems` has a sentence for each, nothing was written."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join([*(f"- {problem}" for problem in problems), "Rien n’a été modifié."])
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A key of the file, and how the terminal asks for it."""

    key: str
    asks: str
    default: str = ""


QUESTIONS = (
    Question("department_code", "Code du département, comme 25, 2A ou 974"),
    Question("site_name", "Nom du site", SOFTWARE),
    Question("authority_name", "Nom de la collectivité (vide\u00a0: celui du département)"),
    Question("contact_email", "Adresse e-mail du service emploi"),
    Question("contact_phone", "Téléphone du service emploi (vide\u00a0: plus tard)"),
    Question("contact_address", "Adresse du service emploi (vide\u00a0: plus tard)"),
    Question("contact_hours", "Horaires du service emploi (vide\u00a0: plus tard)"),
    Question(
        "administrator_email",
        "Adresse e-mail de la personne qui administrera les droits (vide\u00a0: plus tard)",
    ),
    Question(
        "communes",
        "Communes\u00a0: «\u00a0api\u00a0» (service géographique de l’État) ou un fichier "
        ".json ou .csv",
        API,
    ),
    Question(
        "contours",
        "Contours des communes\u00a0: «\u00a0api\u00a0», un fichier .json ou .geojson, ou "
        "«\u00a0aucun\u00a0»",
        API,
    ),
    Question(
        "tiles",
        "Fond de carte\u00a0: «\u00a0ign\u00a0», «\u00a0aucun\u00a0», ou une adresse avec {z}, {x} "
        "et {y}",
        IGN,
    ),
    Question("tile_attribution", "Mention de l’auteur du fond de carte (vide\u00a0: aucune)"),
)
KEYS = tuple(question.key for question in QUESTIONS)


@dataclasses.dataclass(frozen=True, slots=True)
class Answers:
    """Answers that may be written. `site`: values of the settings, only those that were given."""

    department: departments.Department
    site: Mapping[str, Any]
    administrator_email: str
    communes: str
    contours: str


def read_answers(path: Path) -> dict[str, str]:
    """The answers of a TOML or JSON file, as text. Raises AnswersError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError([f"Le fichier {path} n’existe pas, ou n’est pas lisible."]) from error
    kind = "JSON" if path.suffix.lower() == ".json" else "TOML"
    try:
        data = json.loads(text) if kind == "JSON" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswersError([f"Le fichier {path} n’est pas du {kind} valable ({error})."]) from error
    if not isinstance(data, dict):
        raise AnswersError([f"Le fichier {path} doit associer une réponse à chaque nom."])
    problems = [
        f"«\u00a0{key}\u00a0» n’est pas une question. Les questions sont\u00a0: {', '.join(KEYS)}."
        for key in data
        if key not in KEYS
    ]
    problems += [
        f"{key}\u00a0: écrivez la réponse entre guillemets."
        for key, value in data.items()
        if key in KEYS and not isinstance(value, str)
    ]
    if problems:
        raise AnswersError(problems)
    # A path is beside the file that names it.
    return {
        key: str(path.parent / value)
        if key in ("communes", "contours") and _is_path(value)
        else value
        for key, value in data.items()
    }


def checked(typed: Mapping[str, str]) -> Answers:
    """Answers that may be written, from what was typed. Raises AnswersError with every problem."""
    problems = []
    values: dict[str, str] = {}
    for key in dict.fromkeys((*REQUIRED, *typed)):
        try:
            values[key] = check(key, typed.get(key, ""))
        except ValidationError as error:
            problems.append(f"{key}\u00a0: {' '.join(error.messages)}")
    code = values.get("department_code", "")
    problems += [
        f"{key}\u00a0: le fichier du projet est celui du département {REFERENCE_DEPARTMENT}."
        for key in ("communes", "contours")
        if values.get(key) == REFERENCE and code != REFERENCE_DEPARTMENT
    ]
    if problems:
        raise AnswersError(problems)
    site = {key: values[key] for key in SITE if key in values}
    if "tiles" in values:
        site |= _tiles(values["tiles"], values.get("tile_attribution", ""))
    return Answers(
        department=departments.by_code(code),
        site=site,
        administrator_email=values.get("administrator_email", ""),
        communes=values.get("communes", API),
        contours=values.get("contours", API),
    )


def check(key: str, typed: str) -> str:
    """One answer as it will be kept. Raises ValidationError with a sentence."""
    value = " ".join(typed.split())
    if key == "department_code":
        return _department(value)
    if key == "administrator_email":
        return _address(value) if value else ""
    if key in ("communes", "contours"):
        return _source(key, typed.strip())
    if key == "tiles":
        return value if value in (IGN, NONE) else _field("tile_url", value)
    if key == "contact_email":
        return _address(value)
    return _field(key, value)


def _department(value: str) -> str:
    """“1” is “01”, “2a” is “2A”."""
    if not value:
        message = "Écrivez le code du département, comme 25, 2A ou 974."
        raise ValidationError(message)
    code = value.upper().zfill(2)
    if code not in departments.departments():
        message = (
            f"«\u00a0{value}\u00a0» n’est pas le code d’un département\u00a0: "
            "écrivez par exemple 25, 2A ou 974."
        )
        raise ValidationError(message)
    return code


def _address(value: str) -> str:
    """A mailbox. The words of forms: an example rather than a rule."""
    if not value:
        message = f"Écrivez une adresse e-mail, {_ADDRESS}."
        raise ValidationError(message)
    try:
        return str(AddressField().clean(normal_address(value), None))
    except ValidationError as error:
        message = f"«\u00a0{value}\u00a0» n’est pas une adresse e-mail, {_ADDRESS}."
        raise ValidationError(message) from error


def _source(key: str, value: str) -> str:
    """`api`, `projet`, `aucun` (contours only), or the path of a file that is there."""
    if value in (API, REFERENCE) or (value == NONE and key == "contours"):
        return value
    endings = (".json", ".csv") if key == "communes" else (".json", ".geojson")
    if not value.lower().endswith(endings):
        message = f"Écrivez «\u00a0{API}\u00a0», ou un fichier {' ou '.join(endings)}."
        raise ValidationError(message)
    if not Path(value).is_file():
        message = f"Le fichier {value} n’existe pas."
        raise ValidationError(message)
    return value


def _field(key: str, value: str) -> str:
    field = SiteSettings._meta.get_field(key)  # noqa: SLF001 - a documented API of Django's models
    return str(field.clean(value, SiteSettings()))


def _tiles(layer: str, credit: str) -> dict[str, str]:
    if layer == IGN:
        return {"tile_url": IGN_PLAN_URL, "tile_attribution": IGN_ATTRIBUTION}
    if layer == NONE:
        return {"tile_url": "", "tile_attribution": ""}
    return {"tile_url": layer, "tile_attribution": credit}


def _is_path(value: str) -> bool:
    return value not in (API, REFERENCE, NONE)
