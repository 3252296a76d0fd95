"""From the lines of a table to people. A line that is wrong is one line in error."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.followup.imports.said import SaidHousehold, SaidPerson, SaidRight
from portal.followup.imports.tables.cells import CellError
from portal.followup.imports.tables.columns import (
    BY_KEY,
    Columns,
    Flow,
    check,
    remembered,
)
from portal.followup.imports.tables.files import Table, read_head, read_table
from portal.followup.people.models import identity_key
from portal.followup.people.spelling import full_name

_HOUSEHOLD = ("organism", "organism_number", "matricule")
_RIGHT = ("status", "opened_on", "has_duties")
_IDENTITY = ("birth_name", "first_name", "birth_date")
_PROBLEM, _LABEL, _MESSAGE = 500, 200, 500
_TOO_MANY = (
    "Cette ligne a plus de cases que de titres\u00a0: un texte contient sans doute le séparateur."
)


@dataclass(frozen=True, slots=True)
class TableRead:
    """`people`: one per line, those in error included. `message`: what had to be guessed."""

    people: list[SaidPerson]
    message: str


def known_columns(*, flow: str, upload_bytes: bytes, name: str = "") -> dict[str, str] | None:
    """The columns of a table whose headings somebody knows already; None: they are asked.

    In the scope of imports. Raises TableError.
    """
    return remembered(flow, read_head(upload_bytes, name=name).headings)


def read(*, data: bytes, name: str, flow: str, columns: Columns) -> TableRead:
    """All the lines of a table, as its columns were said. Raises TableError, ColumnsError."""
    check(flow, columns)
    table = read_table(data, name=name)
    people = [_person(row, flow, columns, len(table.headings)) for row in table.rows]
    return TableRead(_without_twins(people), _message(table, columns))


def _person(row: Sequence[Any], flow: str, columns: Columns, width: int) -> SaidPerson:
    line, *cells = row
    values: dict[str, Any] = {}
    problems = [_TOO_MANY] if len(cells) > width else []
    for rank, key in columns.items():
        column = BY_KEY[key]
        try:
            value = column.read(cells[int(rank)]) if int(rank) < len(cells) else None
        except CellError as error:
            problems.append(f"{column.label}\u00a0: {error}")
        else:
            # An empty cell says nothing, and erases nothing.
            if value not in ("", None):
                values[key] = value
    if not problems:
        problems = _missing(flow, values)
    return _said(line, values, " ".join(problems)[:_PROBLEM])


def _missing(flow: str, values: Mapping[str, Any]) -> list[str]:
    """What the line does not say, without which it is about nobody."""
    if flow == Flow.CONTACTS:
        if not {"phone", "email"} & values.keys():
            return ["Ni téléphone, ni adresse e-mail."]
        if "number" in values:
            return []
    needed = [*_IDENTITY, *(["matricule"] if flow == Flow.CONTACTS else [])]
    return [f"{BY_KEY[key].label}\u00a0: la case est vide." for key in needed if key not in values]


def _said(line: int, values: dict[str, Any], problem: str) -> SaidPerson:
    name = full_name(values.get("first_name", ""), values.get("birth_name", ""))
    label = name or f"Ligne {line}"
    household = SaidHousehold(**{key: values.pop(key) for key in _HOUSEHOLD if key in values})
    number = values.pop("number", None)
    # Without its state, nothing is said of the right.
    right = {key: values.pop(key) for key in _RIGHT if key in values}
    return SaidPerson(
        position=line,
        problem=problem,
        label=label[:_LABEL],
        household=household,
        case_number=number,
        right=SaidRight(**right) if "status" in right else None,
        **values,
    )


def _without_twins(people: Sequence[SaidPerson]) -> list[SaidPerson]:
    """Lines about one person are all in error, and each names the others.

    Two people of one name and date may have two files: their numbers tell them apart.
    """
    alike: dict[str | int, list[SaidPerson]] = defaultdict(list)
    for person in people:
        if not person.problem:
            alike[_who(person)].append(person)
    return [
        replace(person, problem=_about_one(twins)) if (twins := _twins(person, alike)) else person
        for person in people
    ]


def _twins(person: SaidPerson, alike: Mapping[str | int, list[SaidPerson]]) -> list[int]:
    """The lines of those who may be the same person."""
    if person.problem:
        return []
    number = person.household.matricule
    return [
        other.position
        for other in alike[_who(person)]
        if other is not person and (not number or other.household.matricule in ("", number))
    ]


def _who(person: SaidPerson) -> str | int:
    if person.case_number is not None:
        return person.case_number
    return identity_key(person.birth_name, person.first_name, person.birth_date or date.min)


def _about_one(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:10]))
    where = f"à la ligne {shown}" if len(lines) == 1 else f"aux lignes {shown}"
    return f"La même personne est aussi {where}\u00a0: gardez une seule ligne."


def _message(table: Table, columns: Columns) -> str:
    """How the file was understood, and which of its columns are not read."""
    unread = [
        heading
        for rank, heading in enumerate(table.headings)
        if heading and str(rank) not in columns
    ]
    said = [table.what_was_guessed]
    if unread:
        said.append(f"Colonnes non lues\u00a0: {', '.join(unread)}.")
    return " ".join(filter(None, said))[:_MESSAGE]
