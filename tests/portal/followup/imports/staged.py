"""Files that were read, their lines and their actions, laid by hand: screens show them."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from portal.followup.imports.models import (
    ColumnMapping,
    ImportAction,
    ImportFile,
    ImportLine,
)
from portal.followup.imports.reading import keep
from portal.followup.people.models import Beneficiary
from tests.portal.followup.imports.spreadsheets import csv_of
from tests.portal.followup.people_of_the_area import in_test_scope

_numbers = count(1)
SAID = {
    "birth_name": "NOUVELLE",
    "first_name": "Ana",
    "birth_date": "1990-01-01",
    "right.status": "2",
}


@in_test_scope
def make_file(**fields: Any) -> ImportFile:
    """A monthly file, read."""
    number = next(_numbers)
    values = {
        "flow": ImportFile.Flow.MONTHLY,
        "state": ImportFile.State.READ,
        "name": f"mensuel-{number}.xml",
        "sha256": f"{number:064x}",
        "organism": "CAF",
        "organism_number": "901",
        "flow_code": "MD",
        "reference_date": date(2026, 9, 30),
        "received_on": timezone.localdate(),
        "declared_total": 0,
    }
    # One of each day: a file is known by its organism, its flow and its day.
    if fields.get("flow", "monthly") == "monthly" and "reference_date" not in fields:
        values["reference_date"] = date.fromordinal(date(2026, 9, 30).toordinal() - number)
    return ImportFile.unscoped.create(**(values | fields))


@in_test_scope
def make_waiting(data: bytes = b"", **fields: Any) -> ImportFile:
    """A table whose columns are asked, with its bytes."""
    data = data or csv_of(("Petit", "Jean", "04/03/1985", "123", "0612345678"))
    values = {
        "flow": ImportFile.Flow.TABLE,
        "state": ImportFile.State.MAPPING,
        "name": "tableau.csv",
        "waiting_file": keep(data),
        "reference_date": None,
    }
    return make_file(**(values | fields))


@in_test_scope
def make_line(
    file: ImportFile, beneficiary: Beneficiary | None = None, **fields: Any
) -> ImportLine:
    """Of somebody who is known and whose phone changes, or of a new person."""
    known = {
        "label": str(beneficiary),
        "verdict": ImportLine.Verdict.UPDATE,
        "before": {"phone": "06 00 00 00 00"},
        "after": {"phone": "06 11 22 33 44"},
    }
    new = {"label": "NOUVELLE Ana", "verdict": ImportLine.Verdict.CREATE, "after": SAID}
    number = next(_numbers)
    said = {
        "position": number,
        "birth_name": beneficiary.birth_name if beneficiary else "NOUVELLE",
        "first_name": beneficiary.first_name if beneficiary else "Ana",
        "birth_date": str(beneficiary.birth_date) if beneficiary else "1990-01-01",
        "phone": "06 11 22 33 44",
    }
    values = {"position": number, "said": said, **(known if beneficiary else new)}
    return ImportLine.unscoped.create(file=file, beneficiary=beneficiary, **(values | fields))


@in_test_scope
def make_action(
    file: ImportFile, beneficiary: Beneficiary | None = None, **fields: Any
) -> ImportAction:
    """An action that waits, with its line."""
    line = fields.pop("line", None) or make_line(file, beneficiary)
    values = {
        "kind": ImportAction.Kind.CHANGED if beneficiary else ImportAction.Kind.NEW,
        "explanation": "Changé\u00a0: téléphone." if beneficiary else "Nouvelle personne.",
    }
    return ImportAction.unscoped.create(
        file=file, line=line, beneficiary=beneficiary, **(values | fields)
    )


@in_test_scope
def make_mapping(**fields: Any) -> ColumnMapping:
    """Headings that somebody explained."""
    values = {
        "flow": ImportFile.Flow.TABLE,
        "headings_hash": f"{next(_numbers):064x}",
        "headings": ["Nom", "Prénom", "Né le"],
        "columns": {"0": "birth_name", "1": "first_name", "2": "birth_date"},
    }
    return ColumnMapping.unscoped.create(**(values | fields))


def lay_imports(world: Any) -> None:
    """What the rows of the matrix name: a file that speaks of each case, a table that waits."""
    world.import_file, world.other_import_file = make_file(), make_file()
    world.import_action = make_action(world.import_file, world.case)
    world.other_import_action = make_action(world.other_import_file, world.other_case)
    world.waiting_import = make_waiting()
    world.import_mapping = make_mapping()
