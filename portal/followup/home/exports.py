"""A caseload as a file: those whom one answers for, as text that no spreadsheet computes.

An adviser takes away the cases of which they are the referent (or the deputy), a manager those of
the unit, an orientation officer the identity and the orientation of everybody. What may not be read
is an empty cell. The file holds all its bytes: what is streamed would be read outside the scope.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from portal.followup.access import reach
from portal.followup.home import caseload, queries
from portal.followup.home.caseload import Found
from portal.followup.models import Beneficiary, Path, Professional
from snippets.spreadsheets import as_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMATS = {"xlsx": XLSX, "csv": CSV}
LABELS = {"xlsx": "Tableur (XLSX)", "csv": "CSV"}
_CHUNK = 500
IDENTITY = (
    "Numéro",
    "Nom",
    "Nom de naissance",
    "Prénom",
    "Naissance",
    "Téléphone",
    "E-mail",
    "Adresse",
    "Code postal",
    "Ville",
    "Unité",
    "Parcours",
    "Orientation notifiée le",
    "Référent·e",
)
WHOLE = ("Contrat", "Signé le", "Jusqu’au", "Dernier contact", "Échéances")


def exportable(user: Any, me: Professional, keys: Sequence[int]) -> list[int]:
    """Those of these cases that one takes away, in the same order."""
    rows = Beneficiary.objects.visible_to(user).filter(pk__in=keys)
    if not queries.orients(user):
        mine = queries.present_assignments(queries.professionals_acted_for(me))
        rows = rows.filter(Exists(mine.filter(beneficiary=OuterRef("pk"))) | reach.manages(user))
    kept = set(rows.values_list("pk", flat=True))
    return [pk for pk in keys if pk in kept]


def as_csv(lines: Iterator[tuple[str, ...]]) -> bytes:
    """With the mark without which spreadsheets read accents wrong."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(lines: Iterator[tuple[str, ...]]) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook  # slow to load

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Dossiers")
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def lines_of(user: Any, keys: Sequence[int], day: date) -> Iterator[tuple[str, ...]]:
    """The headings, then a line a case; the columns of a contract, for who reads one."""
    reads_contracts = queries.follows(user) or queries.leads(user)
    yield (*IDENTITY, *WHOLE) if reads_contracts else IDENTITY
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        for line in caseload.shown(user, Found(chunk, {}), chunk, day):
            values = _identity(line)
            if reads_contracts:
                values += _whole(line)
            yield tuple(as_text(value) for value in values)


def _identity(line: dict[str, Any]) -> tuple[str, ...]:
    case, orientation = line["case"], line["orientation"]
    return (
        case.shown_number,
        case.known_name,
        case.birth_name,
        case.first_name,
        _day(case.birth_date),
        case.phone,
        case.email,
        " ".join(part for part in (case.address_line, case.address_more) if part),
        case.postal_code,
        case.town,
        str(case.unit or ""),
        Path(orientation.path).label if orientation else "",
        _day(orientation.notified_on) if orientation else "",
        case.referent_name or "",
    )


def _whole(line: dict[str, Any]) -> tuple[str, ...]:
    contract = line["contract"]
    ends = "\u00a0; ".join(
        f"{told.clock.label} ({_day(told.clock.due_on)})" if told.clock.due_on else told.clock.label
        for told in line["told"]
    )
    return (
        caseload.State(contract.state).label if contract else "",
        _day(contract.signed_on) if contract else "",
        _day(contract.ends_on) if contract else "",
        _day(line["facts"].last_contact_on),
        ends,
    )


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
