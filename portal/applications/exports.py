"""The list of candidates as a file: those who agree, as text that no spreadsheet computes."""

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.states import Status
from portal.participation.models import shown_channel
from snippets.spreadsheets import as_text

COLUMNS = (
    "Nom",
    "Prénom",
    "E-mail",
    "Téléphone",
    "Commune",
    "Annonce",
    "État",
    "Motif",
    "Envoyée le",
    "Changée le",
    "Arrivée",
    "CV",
    "Message",
)
FORMATS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 500
# A file of a few hundred people stays in memory.
_IN_MEMORY = 2_000_000


def exportable(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """Only people who agree, whose application left and may still be read."""
    return rows.filter(
        sent_at__isnull=False, agreement__withdrawn_at__isnull=True, hidden_at__isnull=True
    ).exclude(status=Status.TO_CONFIRM)


def lines(rows: ApplicationQuerySet) -> Iterator[tuple[str, ...]]:
    """The heading, then a line for each: read as they are written, whatever their number."""
    yield COLUMNS
    related = rows.select_related("participant__user", "participant__commune", "cv")
    for application in related.iterator(chunk_size=_CHUNK):
        yield tuple(as_text(value) for value in _values(application))


def as_csv(rows: ApplicationQuerySet) -> StreamingHttpResponse:
    """A stream of lines, with the mark without which spreadsheets read accents wrong."""

    def written() -> Iterator[str]:
        yield "\ufeff"
        for row in lines(rows):
            line = io.StringIO()
            csv.writer(line, delimiter=";").writerow(row)
            yield line.getvalue()

    return StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")


def as_xlsx(rows: ApplicationQuerySet) -> FileResponse:
    """A workbook written line by line, on disk when it is large, then streamed."""
    from openpyxl import Workbook  # slow to load

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Candidatures")
    for row in lines(rows):
        sheet.append(row)
    # Closed by the response, once it is sent.
    content = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    book.save(content)
    content.seek(0)
    return FileResponse(content, content_type=_XLSX)


def _values(application: Application) -> tuple[str, ...]:
    person = application.participant
    account = person.user
    return (
        account.last_name if account else person.last_name,
        account.first_name if account else person.first_name,
        person.address,
        person.phone,
        person.commune.name if person.commune else "",
        application.title,
        application.get_status_display(),
        application.get_refusal_display() if application.refusal else "",
        _day(application.sent_at),
        _day(application.changed_at),
        shown_channel(application.channel),
        "oui" if application.cv and application.cv.erased_at is None else "non",
        application.message,
    )


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}" if moment else ""
