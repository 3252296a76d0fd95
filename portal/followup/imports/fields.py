"""What an import writes, by name: from a file to columns, and from columns to words of a screen.

The names are the keys of `before` and `after` of a line: a column of the person alone, one of the
household after `household.`, one of the right after `right.`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.followup.entitlements.models import OrganismMove, Status
from portal.followup.entitlements.reasons import reason_in_words
from portal.followup.imports.said import SaidPerson
from portal.followup.people.models import Beneficiary, Household
from portal.followup.people.spelling import shown_address
from snippets.folding import fold_name

# The day of the monthly file dates these; `contacts_on` dates phone and e-mail apart.
IDENTITY = (
    "birth_name",
    "first_name",
    "birth_date",
    "used_name",
    "title",
    "role",
    "france_travail_number",
    "address_line",
    "address_more",
    "postal_code",
    "town",
    "commune_id",
    "has_no_fixed_address",
)
CONTACTS = ("phone", "email")
HOUSEHOLD = ("rsa_number", "claimed_on", "family", "children")

_LABELS = {
    "birth_name": "nom de naissance",
    "first_name": "prénom",
    "birth_date": "date de naissance",
    "used_name": "nom d’usage",
    "title": "civilité",
    "role": "rôle dans le foyer",
    "france_travail_number": "numéro France Travail",
    "address_line": "adresse",
    "address_more": "complément d’adresse",
    "postal_code": "code postal",
    "town": "ville",
    "commune_id": "commune (code INSEE)",
    "has_no_fixed_address": "sans domicile stable",
    "phone": "téléphone",
    "email": "adresse e-mail",
    "state": "suivi",
    "household.key": "foyer",
    "household.rsa_number": "numéro de demande de RSA",
    "household.claimed_on": "date de la demande",
    "household.family": "situation familiale",
    "household.children": "enfants à charge",
    "right.on": "situation au",
    "right.status": "droit",
    "right.reason": "motif",
    "right.since": "depuis le",
    "right.opened_on": "ouverture du droit",
    "right.received_on": "droit reçu le",
    "right.has_duties": "soumis·e aux droits et devoirs",
    "moves": "mutation",
    "moves.received_on": "mutation reçue le",
}
_CHOICES: dict[str, Mapping[str, str]] = {
    "title": dict(Beneficiary.Title.choices),
    "role": dict(Beneficiary.Role.choices),
    "state": dict(Beneficiary.State.choices),
    "household.family": dict(Household.Family.choices),
    "right.status": dict(Status.choices),
}
_DATES = {
    "birth_date",
    "identity_on",
    "contacts_on",
    "household.claimed_on",
    "household.known_on",
    "right.on",
    "right.since",
    "right.opened_on",
    "moves.received_on",
    "right.received_on",
}
_ADDRESS = {"address_line", "address_more", "town"}
# Compared as people read them: capitals and accents that a file lost are no change.
_FOLDED = {"birth_name", "first_name", "used_name", "address_line", "address_more", "town"}


class Change(NamedTuple):
    """One row of the preview of a line."""

    label: str
    before: str
    after: str


def shown(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The changes of a line, in the words of screens."""
    return [
        Change(label, _shown(name, before), _shown(name, after))
        for name, label in _LABELS.items()
        if name in after
    ]


def label_of(name: str) -> str:
    """The French name of a field."""
    return _LABELS[name]


def of_person(said: SaidPerson, communes: frozenset[str]) -> dict[str, Any]:
    """The columns of a person that a file says. `communes`: the codes that the site knows."""
    values = {name: getattr(said, name) for name in (*IDENTITY, *CONTACTS) if name != "commune_id"}
    if said.insee_code is not None:
        values["commune_id"] = said.insee_code if said.insee_code in communes else None
    return {
        name: value
        for name, value in values.items()
        if name == "commune_id" or value not in _NOT_SAID.get(name, _NONE)
    }


_NONE = (None,)
# An empty name, role or title says nothing.
_NOT_SAID = dict.fromkeys(("birth_name", "first_name", "title", "role"), (None, ""))


def of_household(said: SaidPerson) -> dict[str, Any]:
    """The columns of a household that a file says."""
    values = {name: getattr(said.household, name) for name in HOUSEHOLD}
    return {name: value for name, value in values.items() if value is not None}


def is_same(name: str, known: Any, said: Any) -> bool:
    """Whether a field says the same, spelled in another way or not."""
    if name in _FOLDED:
        return fold_name(known or "") == fold_name(said or "")
    if name == "phone":
        return _digits(known) == _digits(said)
    if name == "email":
        return (known or "").lower() == (said or "").lower()
    return bool(known == said) or (known in (None, "") and said in (None, ""))


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def column(name: str, value: Any) -> Any:
    """As the column takes it: the other way of `plain`."""
    return date.fromisoformat(value) if name in _DATES and value else value


def _digits(phone: str | None) -> str:
    found = "".join(char for char in phone or "" if char.isdigit())
    return found.removeprefix("0033").removeprefix("33").lstrip("0")


def _shown(name: str, values: Mapping[str, Any]) -> str:
    value = values.get(name)
    if name == "moves":
        return ", ".join(
            f"{OrganismMove.Direction(way).label.lower()} {organism} {number}"
            for way, organism, number, *_ in value or ()
        )
    if name == "right.reason":
        return reason_in_words(values.get("right.status", ""), value or "")
    if name in _ADDRESS:
        return shown_address(value or "")
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name in _DATES:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(_CHOICES.get(name, {}).get(value, value))
