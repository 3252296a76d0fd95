"""Checks of identifiers, with messages for people."""

import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret as stdnum_siret

from snippets.addresses import names_one_mailbox

_SIRET_SEPARATORS = re.compile(r"[\s.\-]+")
_TILE_HOST = re.compile(r"^(\{s\}\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$")


def normalise_siret(value: str) -> str:
    """Digits only; spaces, dots and hyphens that people type are dropped."""
    return _SIRET_SEPARATORS.sub("", value)


def validate_siret(value: str) -> None:
    """Raise ValidationError unless `value` is a SIRET (La Poste's exception included)."""
    try:
        stdnum_siret.validate(value)
    except StdnumError as error:
        message = "Ce numéro SIRET n’est pas valable\u00a0: vérifiez ses 14 chiffres."
        raise ValidationError(message, code="siret") from error


validate_rna = RegexValidator(
    r"^W\d{9}$", "Un numéro RNA commence par W, suivi de 9 chiffres.", code="rna"
)
validate_naf = RegexValidator(
    r"^\d{2}\.\d{2}[A-Z]$", "Un code NAF s’écrit comme 43.21A.", code="naf"
)
validate_insee_code = RegexValidator(
    r"^(\d{5}|2[AB]\d{3})$", "Un code INSEE a 5 caractères.", code="insee"
)
validate_postal_code = RegexValidator(
    r"^\d{5}$", "Un code postal a 5 chiffres.", code="postal_code"
)
validate_rome_code = RegexValidator(
    r"^[A-N]\d{4}$", "Un code ROME a une lettre de A à N et 4 chiffres, comme F1602.", code="rome"
)
validate_phone = RegexValidator(
    r"^\+?[\d\s.\-()\u00a0]{6,25}$",
    "Ce numéro de téléphone n’est pas valable\u00a0: écrivez par exemple 03 84 00 00 00.",
    code="phone",
)


validate_person_name = RegexValidator(
    r"[\d/\\@:<>]|www\.|\w\w\.\w\w",
    "Écrivez un nom, sans chiffre ni adresse.",
    code="name",
    inverse_match=True,
)
validate_organisation_name = RegexValidator(
    r"://|www\.|[@<>]|\w\.\w{2,}/",
    "Écrivez un nom, sans adresse web ni adresse e-mail.",
    code="name",
    inverse_match=True,
)


def validate_tile_url(value: str) -> None:
    """Raise ValidationError unless `value` is an address of map tiles that a browser can load.

    `{s}.` may begin the host (a, b or c, chosen by the map). The host ends up in the
    Content-Security-Policy, so nothing but a plain host name and port is accepted.
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not _TILE_HOST.match(parts.netloc.lower()):
        message = "Cette adresse doit commencer par https:// et un nom de serveur."
        raise ValidationError(message, code="tile_url")
    missing = [name for name in ("{z}", "{x}", "{y}") if name not in value]
    if missing:
        message = f"Il manque {' et '.join(missing)} dans cette adresse."
        raise ValidationError(message, code="tile_url")
    if any(character.isspace() or character in "\"'<>\\" for character in value):
        message = "Cette adresse contient un espace ou un caractère interdit."
        raise ValidationError(message, code="tile_url")


_LINK = re.compile(r"^(https?://[^\s/]+\S*|/(?!/)\S*|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d.\-]+)$")


def validate_link(value: str) -> None:
    """Raise ValidationError unless `value` is an address that a link may lead to.

    A web address, an e-mail address, a phone number or a path of this site; never a script.
    """
    mailbox = value.removeprefix("mailto:").partition("?")[0]
    is_mail = value.startswith("mailto:")
    if not _LINK.match(value) or (is_mail and not names_one_mailbox(unquote(mailbox))):
        message = (
            "Cette adresse n’est pas valable\u00a0: elle commence par https://, mailto:, tel: "
            "ou, sur ce site, par une seule barre /."
        )
        raise ValidationError(message, code="link")
