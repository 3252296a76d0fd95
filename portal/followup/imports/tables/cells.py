"""What a cell means: a name, a date, a number whose zeros count. It says why when it means nothing.

A spreadsheet spoils numbers: it takes the first zeros away, and writes 1,2E+14 for what is long.
Zeros are put back where the length is known; what is lost is said.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.followup.entitlements.models import Status
from portal.followup.people.models import Beneficiary, Household
from snippets.addresses import normal_address, validate_address
from snippets.errors import DomainError
from snippets.folding import fold_name
from snippets.validators import validate_person_name

MATRICULE, POSTAL_CODE, FRANCE_TRAVAIL = 15, 5, 11
_NAME, _LINE = 80, 200
_FORMULA = ("=", "+", "-", "@")
# Letters of UTF-8 that were read as windows-1252: « Ã©loÃ¯se ».
_SPOILT = re.compile(r"Ã[\u0080-\u00bf\u0152-\u0178\u2018-\u2122]|\ufffd|Ã©|Ã¨|â€")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?\s?E\s?\+?\d+", re.IGNORECASE | re.ASCII)
_ERROR = re.compile(r"#(?:N/A|(?:REF|VALUE|VALEUR|DIV/0|NULL|NUL|NUM|NOMBRE)!|(?:NAME|NOM)\?)")
_BETWEEN = re.compile(r"[\s.\-/_]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_SHORT = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
# Day 0 of spreadsheets, which count a 29 February 1900 that was not.
_EPOCH = date(1899, 12, 30)
_OLDEST = date(1900, 1, 1)
_FORMATS = "Écrivez 04/03/1985 ou 1985-03-04."


class CellError(DomainError):
    """A cell that means nothing: its line is in error."""


def read_text(cell: str) -> str:
    """A text of one line, kept as it is typed, a formula too: it is never computed."""
    text = _legible(cell)
    if len(text) > _LINE:
        message = f"plus de {_LINE} caractères."
        raise CellError(message)
    return text


def read_person_name(cell: str) -> str:
    """A name of a person."""
    text = _legible(cell)
    if text.startswith(_FORMULA):
        message = "une formule ne peut pas être un nom."
        raise CellError(message)
    if len(text) > _NAME:
        message = f"plus de {_NAME} caractères."
        raise CellError(message)
    if text and not any(map(str.isalpha, text)):
        message = "ce n’est pas un nom."
        raise CellError(message)
    try:
        validate_person_name(text)
    except ValidationError as error:
        message = "un nom n’a ni chiffre ni adresse."
        raise CellError(message) from error
    return text


def read_day(cell: str) -> date | None:
    """A day of the past: YYYY-MM-DD, DD/MM/YYYY, or the day that a spreadsheet counts."""
    text = _legible(cell)
    if not text:
        return None
    day = _day(text)
    if day < _OLDEST:
        message = f"{day:%d/%m/%Y} est trop ancien."
        raise CellError(message)
    if day > timezone.localdate():
        message = f"{day:%d/%m/%Y} est dans l’avenir."
        raise CellError(message)
    return day


def _day(text: str) -> date:
    if match := _ISO.fullmatch(text):
        numbers = match.groups()
    elif match := _FRENCH.fullmatch(text):
        numbers = match.groups()[::-1]
    elif _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(text))
    elif _SHORT.fullmatch(text):
        message = f"«\u00a0{text}\u00a0» ne dit pas le siècle. {_FORMATS}"
        raise CellError(message)
    else:
        message = f"«\u00a0{text[:30]}\u00a0» n’est pas une date. {_FORMATS}"
        raise CellError(message)
    try:
        return date(*map(int, numbers))
    except ValueError as error:
        message = f"le {text} n’existe pas. {_FORMATS}"
        raise CellError(message) from error


def read_matricule(cell: str) -> str:
    """Fifteen digits: the zeros that a spreadsheet took away are put back."""
    return _number(cell, MATRICULE).zfill(MATRICULE) if _legible(cell) else ""


def read_organism_number(cell: str) -> str:
    """Three digits."""
    return _number(cell, 3).zfill(3) if _legible(cell) else ""


def read_case_number(cell: str) -> int | None:
    """Our own number."""
    return int(_number(cell, 12)) if _legible(cell) else None


def read_postal_code(cell: str) -> str:
    """Five digits, as a spreadsheet that took away the first zero."""
    text = _number(cell, POSTAL_CODE) if _legible(cell) else ""
    if text and len(text) < POSTAL_CODE - 1:
        message = f"«\u00a0{text}\u00a0» n’est pas un code postal\u00a0: 5 chiffres."
        raise CellError(message)
    return text.zfill(POSTAL_CODE) if text else ""


def read_insee_code(cell: str) -> str:
    """Five characters, the second a letter in Corsica."""
    text = _BETWEEN.sub("", _whole(_legible(cell))).upper()
    text = text.zfill(5) if text and text.isdigit() else text
    if text and not re.fullmatch(r"\d{5}|2[AB]\d{3}", text, re.ASCII):
        message = f"«\u00a0{text[:30]}\u00a0» n’est pas un code INSEE\u00a0: 5 caractères."
        raise CellError(message)
    return text


def read_france_travail(cell: str) -> str:
    """Digits and letters, at most eleven."""
    text = _BETWEEN.sub("", _whole(_legible(cell))).upper()
    if text and not (text.isascii() and text.isalnum() and len(text) <= FRANCE_TRAVAIL):
        message = f"11 chiffres ou lettres au plus, pas «\u00a0{text[:30]}\u00a0»."
        raise CellError(message)
    return text


def read_phone(cell: str) -> str:
    """A number of ten digits in pairs, whatever it was typed like, or an international one."""
    text = _whole(_legible(cell)).replace("(0)", "")
    if not text:
        return ""
    bare = re.sub(r"[\s.\-()/]", "", text)
    bare = re.sub(r"^(?:\+|00)33", "0", bare)
    if re.fullmatch(r"[1-9]\d{8}", bare, re.ASCII):
        # A spreadsheet took the first zero away.
        bare = f"0{bare}"
    if re.fullmatch(r"0[1-9]\d{8}", bare, re.ASCII):
        return " ".join(bare[at : at + 2] for at in range(0, 10, 2))
    if match := re.fullmatch(r"(?:\+|00)([1-9]\d{7,14})", bare, re.ASCII):
        return f"+{match[1]}"
    if len(re.findall(r"0[1-9](?:[\s.\-]?\d\d){4}", text)) > 1:
        message = "un seul numéro de téléphone par ligne."
        raise CellError(message)
    message = f"«\u00a0{text[:30]}\u00a0» n’est pas un numéro de téléphone à 10 chiffres."
    raise CellError(message)


def read_email(cell: str) -> str:
    """An address that a message can be written to."""
    text = _legible(cell).removeprefix("mailto:")
    if not text:
        return ""
    try:
        validate_address(text)
    except ValidationError as error:
        raise CellError(error.messages[0]) from error
    return normal_address(text)


def one_of(words: Mapping[str, Any]) -> Callable[[str], Any]:
    """A reader of a cell that holds one of these words, which are folded."""

    def read(cell: str) -> Any:
        text = _legible(cell)
        if not text:
            return None
        if (found := words.get(fold_name(text))) is None:
            message = f"«\u00a0{text[:40]}\u00a0» n’est pas compris."
            raise CellError(message)
        return found

    return read


_YES = ("oui", "o", "1", "vrai", "true", "yes", "x", "soumis", "soumise")
_NO = ("non", "n", "0", "faux", "false", "no")
read_yes_or_no = one_of({**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)})
read_title = one_of(
    {
        **dict.fromkeys(("mme", "madame", "mlle", "mademoiselle", "f", "2"), "mme"),
        **dict.fromkeys(("m", "mr", "monsieur", "h", "1"), "m"),
    }
)
read_organism = one_of(
    {
        **dict.fromkeys(("caf", "cnaf"), Household.Organism.CAF.value),
        **dict.fromkeys(("msa", "ccmsa"), Household.Organism.MSA.value),
    }
)
_ROLES = Beneficiary.Role
read_role = one_of(
    {
        **dict.fromkeys(
            ("dem", "demandeur", "demandeuse", "allocataire", "responsable"), _ROLES.CLAIMANT.value
        ),
        **dict.fromkeys(
            ("cjt", "conjoint", "conjointe", "concubin", "concubine"), _ROLES.PARTNER.value
        ),
        **dict.fromkeys(("enf", "enfant"), _ROLES.CHILD.value),
        **dict.fromkeys(("aut", "autre"), _ROLES.OTHER.value),
    }
)
read_status = one_of(
    {status.value.lower(): status.value for status in Status}
    | {fold_name(str(status.label)): status.value for status in Status}
    | {
        "ouvert": Status.OPEN.value,
        "droit ouvert": Status.OPEN.value,
        "suspendu": Status.OPEN_SUSPENDED.value,
        "clos": Status.CLOSED.value,
        "radie": Status.CLOSED.value,
    }
)


def _legible(cell: str) -> str:
    """The cell in one line, without what a spreadsheet or a bad reading spoilt."""
    text = " ".join("".join(char if char.isprintable() else " " for char in cell).split())
    if _ERROR.fullmatch(text):
        message = f"le tableur a écrit une erreur ({text})."
        raise CellError(message)
    if _SPOILT.search(text):
        message = (
            "les accents sont abîmés\u00a0: enregistrez le fichier en «\u00a0CSV UTF-8\u00a0»."
        )
        raise CellError(message)
    return text


def _whole(text: str) -> str:
    """A number that was not rounded."""
    if _EXPONENT.fullmatch(text):
        message = (
            f"le tableur a arrondi ce numéro ({text}) et ses chiffres sont perdus\u00a0: mettez la "
            "colonne au format Texte dans le fichier d’origine."
        )
        raise CellError(message)
    return text


def _number(cell: str, most: int) -> str:
    text = _BETWEEN.sub("", _whole(_legible(cell)))
    if not (text.isascii() and text.isdigit()) or len(text) > most:
        message = f"{most} chiffres au plus, pas «\u00a0{text[:30]}\u00a0»."
        raise CellError(message)
    return text
