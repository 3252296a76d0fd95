"""The audit log: reading it, and taking a copy away."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import View
from openpyxl import Workbook

from portal.accounts.actors import Actor
from portal.accounts.administration.forms import LogForm
from portal.accounts.administration.queries import find_entries
from portal.accounts.administration.views.base import CapabilityRequiredMixin, FilteredListView
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record
from snippets.spreadsheets import as_text

COLUMNS = (
    "Date",
    "Qui agit",
    "Action",
    "Personne",
    "Niveau",
    "Organisation",
    "Motif",
    "Adresse réseau",
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LogView(FilteredListView):
    """The lines, newest first."""

    template_name = "accounts/administration/log.html"
    section = "log"
    form_class = LogForm
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return find_entries(self.form.cleaned_data)


class ExportLogView(CapabilityRequiredMixin, View):
    """The same lines as a file; taking it is a line of the log."""

    capability = MANAGE_RIGHTS

    def post(self, request: HttpRequest, extension: str) -> HttpResponseBase:
        """Log, then send the file that the address's filters describe."""
        form = LogForm(request.GET)
        form.is_valid()
        entries = find_entries(form.cleaned_data)
        filters = sorted(name for name, value in form.cleaned_data.items() if value)
        details = {"format": extension, "filters": filters, "lines": entries.count()}
        record(AuditEntry.Action.LOG_EXPORTED, actor=Actor.of(request), details=details)
        response = _csv(entries) if extension == "csv" else _xlsx(entries)
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="journal-{day}.{extension}"'
        return response


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[tuple[str, ...]]:
    """One row a line, as text that no spreadsheet computes."""
    yield COLUMNS
    for entry in entries.iterator(chunk_size=2_000):
        values = (
            f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}",
            entry.actor_name,
            entry.get_action_display(),
            entry.subject_name,
            dict(LevelName.choices).get(entry.level, entry.level),
            entry.organisation.name if entry.organisation else "",
            entry.reason,
            entry.address,
        )
        yield tuple(as_text(value) for value in values)


def _csv(entries: QuerySet[AuditEntry]) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        # The mark without which spreadsheets read accents wrong.
        yield "\ufeff"
        for row in _rows(entries):
            line = io.StringIO()
            csv.writer(line, delimiter=";").writerow(row)
            yield line.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _xlsx(entries: QuerySet[AuditEntry]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Journal des droits")
    for row in _rows(entries):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return HttpResponse(content.getvalue(), content_type=_XLSX)
