"""E-mail addresses: one form for each, whatever was typed, and one idea of which can be written to.

RFC 5321 lets the part before the @ be a quoted string, in which commas, spaces and a second @ are
letters like others. The outbox, like most programs, cuts its recipients at commas: such an address
would be several. No provider of our users gives one out, so that none is accepted.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.encoding import punycode

MAX_ADDRESS = 254
_MAX_LOCAL = 64
INVALID_ADDRESS = "Cette adresse e-mail n’est pas valable. Exemple\u00a0: prenom.nom@exemple.fr."
_UNUSUAL = (
    "Nous ne pouvons pas écrire à cette adresse\u00a0: avant l’arobase, "
    "utilisez des lettres sans accent, des chiffres, et . _ + ou -."
)
_SEVERAL = "Écrivez une seule adresse e-mail."
_BETWEEN_SEVERAL = frozenset(",;\n")
# What shows that somebody means what RFC 5321 allows in quotes or comments.
_QUOTED = frozenset('"()[]\\')
# One mailbox in the form that is kept, as Python and PostgreSQL read it: atoms of RFC 5321, an @,
# names of a domain. No quote, no comma, no space, no second @, nothing but ASCII.
ONE_MAILBOX = (
    r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[a-z0-9-]+(\.[a-z0-9-]+)*$"
)
_ONE_MAILBOX = re.compile(ONE_MAILBOX.removesuffix("$") + r"\Z")


def normal_address(address: str) -> str:
    """The form under which an address is kept and compared: no spaces around, lower case, ASCII.

    The part before the @ may tell cases apart in theory; no provider of our users does. A domain
    with accents is written as mail servers know it (xn--…), which browsers send by themselves.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return domain.lower()
    try:
        # What IDNA folds into another name (ß into ss) is left as it is, and refused below.
        ascii_domain = punycode(domain)
        if ascii_domain.encode("ascii").decode("idna") == domain.lower():
            domain = ascii_domain
    except UnicodeError:
        pass
    return f"{local}{at}{domain}".lower()


def names_one_mailbox(address: str) -> bool:
    """Whether a message can be written to `address`, and to nobody else."""
    local, _, domain = address.strip().rpartition("@")
    if not local.isascii() or len(local) > _MAX_LOCAL:
        return False
    normal = normal_address(f"{local}@{domain}")
    return len(normal) <= MAX_ADDRESS and bool(_ONE_MAILBOX.match(normal))


def validate_address(value: str) -> None:
    """Raise ValidationError unless `value` is an address that a message can be written to."""
    local, _, domain = value.strip().rpartition("@")
    if names_one_mailbox(value):
        try:
            validate_email(normal_address(value))
        except ValidationError as error:
            raise ValidationError(INVALID_ADDRESS, code="invalid") from error
    elif '"' not in local and _BETWEEN_SEVERAL & set(local):
        raise ValidationError(_SEVERAL, code="several")
    elif domain and (not local.isascii() or _QUOTED & set(local)):
        raise ValidationError(_UNUSUAL, code="unusual")
    else:
        raise ValidationError(INVALID_ADDRESS, code="invalid")


def rewrite_in_normal_form(rows: QuerySet[Any], field: str) -> None:
    """Write the addresses of a table with accents in their domain as they are looked up.

    For migrations. A row whose new form another row has already stays as it is.
    """
    for row in rows.filter(**{f"{field}__regex": r"[^\x01-\x7f]"}).only("pk", field).iterator():
        address = normal_address(getattr(row, field))
        try:
            with transaction.atomic(using=rows.db):
                rows.filter(pk=row.pk).update(**{field: address})
        except IntegrityError:
            continue


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns: é•••@exemple.fr."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
