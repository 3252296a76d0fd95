"""Who opened what in the unit, and who was refused; the same as a file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View
from django.views.generic import ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CASE_ACCESS_LOG
from portal.followup.access import queries
from portal.followup.access.forms import LogForm
from portal.followup.access.log import Act, log
from portal.followup.access.models import AccessEntry
from portal.followup.access.places import label_of
from snippets.spreadsheets import as_text

_COLUMNS = ("Date", "Qui", "Action", "Dossier", "Écran", "Motif", "Adresse réseau")
# A file is read whole in memory: the area streams nothing.
MOST_LINES = 20_000


class LogView(CapabilityRequiredMixin, ListView):
    """The lines, newest first."""

    capability = CASE_ACCESS_LOG
    template_name = "followup/access/log.html"
    context_object_name = "entries"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.log_lines(self.person, filters_of(self.request))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """A page that does not exist is the nearest that does."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = LogForm(self.request.GET)
        form.is_valid()
        return super().get_context_data(
            form=form,
            is_filtered=any(filters_of(self.request).values()),
            section="followup",
            section_of_area="access_log",
            **kwargs,
        )


class ExportLogView(CapabilityRequiredMixin, View):
    """The lines that the address's filters describe; taking them is a line of the log."""

    capability = CASE_ACCESS_LOG
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Log, then answer with the file."""
        entries = queries.log_lines(self.person, filters_of(request))[:MOST_LINES]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerows(_rows(entries))
        log(actor=self.actor, act=Act.EXPORT, place="followup:export_access_log")
        day = timezone.localdate().isoformat()
        # The mark without which spreadsheets read accents wrong.
        response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="acces-{day}.csv"'
        return response


def filters_of(request: HttpRequest) -> dict[str, Any]:
    """What narrows the log; what makes no sense in the address is left out."""
    form = LogForm(request.GET)
    form.is_valid()
    return dict(form.cleaned_data)


def _rows(entries: Any) -> Iterator[list[str]]:
    yield [*_COLUMNS]
    for entry in entries:
        yield [as_text(value) for value in _values(entry)]


def _values(entry: AccessEntry) -> tuple[str, ...]:
    case = entry.beneficiary
    return (
        f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}",
        entry.user_name,
        entry.get_act_display(),
        case.shown_number if case else "",
        label_of(entry.place),
        entry.reason,
        entry.address or "",
    )
