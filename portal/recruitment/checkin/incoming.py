"""What a device sends, read: nothing is trusted, and a bad scan does not stop the others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from portal.participation.models.people import MAX_NAME
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Scan
from snippets.fields import AddressFormField
from snippets.validators import validate_phone

# A page sends fifty at a time.
MAX_SCANS = 100
MAX_CODE = 120
NOT_READ = "Ce pointage n’est pas lisible."
NOT_UNDERSTOOD = "Le site n’a pas compris cet envoi."
TOO_MANY = f"Envoyez {MAX_SCANS}\u00a0pointages à la fois au plus."


class WalkInForm(forms.Form):
    """Somebody who had not registered: a name, a way to reach them, what they agreed to."""

    first_name = forms.CharField(max_length=MAX_NAME)
    last_name = forms.CharField(max_length=MAX_NAME)
    phone = forms.CharField(max_length=25, required=False, validators=[validate_phone])
    email = AddressFormField(required=False)
    agreed = forms.BooleanField(required=False)
    shares = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class IncomingScan:
    """One gesture at the door; `problem` says why it cannot be followed.

    `code` is what was read or typed, `person` the hash of a code that the device knew. `at` is None
    when the device gave no time that can be read.
    """

    nonce: UUID
    how: Scan.How
    at: datetime | None = None
    code: str = ""
    person: str = ""
    walk_in: WalkInForm | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The scans of one sending; of the others, the nonce as it came, to be answered."""

    scans: tuple[IncomingScan, ...]
    unreadable: tuple[str, ...]


def read_batch(body: bytes) -> Batch:
    """Read `{"scans": […]}`. Raises RecruitmentError when it is not that."""
    try:
        sent = json.loads(body)
        # Half a character, which no column stores.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RecruitmentError(NOT_UNDERSTOOD) from error
    items = sent.get("scans") if isinstance(sent, dict) else None
    if not isinstance(items, list):
        raise RecruitmentError(NOT_UNDERSTOOD)
    if len(items) > MAX_SCANS:
        raise RecruitmentError(TOO_MANY)
    read = [(item, _read(item)) for item in items]
    return Batch(
        scans=tuple(scan for _, scan in read if scan),
        unreadable=tuple(_nonce_as_sent(item) for item, scan in read if scan is None),
    )


def read_nonce(body: bytes) -> UUID:
    """Read `{"nonce": …}`. Raises RecruitmentError when it is not that."""
    try:
        sent = json.loads(body)
        return UUID(_text(sent, "nonce", 64) if isinstance(sent, dict) else "")
    except (ValueError, RecursionError) as error:
        raise RecruitmentError(NOT_UNDERSTOOD) from error


def _read(item: Any) -> IncomingScan | None:
    """One scan; None when it cannot even be told from the others, or does not say what it is."""
    if not isinstance(item, dict):
        return None
    try:
        nonce, how = UUID(_text(item, "nonce", 64)), Scan.How(_text(item, "how", 20))
    except ValueError:
        return None
    at = _moment(_text(item, "at", 40))
    if how == Scan.How.WALK_IN:
        form = WalkInForm(item)
        return IncomingScan(nonce, how, at, walk_in=form, problem=_mistakes(form))
    code, person = _text(item, "code", MAX_CODE), _text(item, "person", 64)
    problem = "" if bool(code) != bool(person) else NOT_READ
    return IncomingScan(nonce, how, at, code=code, person=person, problem=problem)


def _mistakes(form: WalkInForm) -> str:
    """What is wrong in each field, in one sentence."""
    labels = {
        "first_name": "prénom",
        "last_name": "nom",
        "phone": "téléphone",
        "email": "adresse e-mail",
    }
    return " ".join(
        f"{labels.get(name, name).capitalize()}\u00a0: {error}"
        for name, errors in form.errors.items()
        for error in errors
    )


def _text(item: Mapping[str, Any], key: str, longest: int) -> str:
    """A text that a column stores, or nothing."""
    value = item.get(key)
    if isinstance(value, str) and len(value) <= longest and "\x00" not in value:
        return value
    return ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _nonce_as_sent(item: Any) -> str:
    return _text(item, "nonce", 64) if isinstance(item, dict) else ""
