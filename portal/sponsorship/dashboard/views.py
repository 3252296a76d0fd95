"""`/parrainage/coordination/tableau/`: the figures, and their export."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from portal.accounts.models import AuditEntry
from portal.accounts.services.audit import record
from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.dashboard import exports
from portal.sponsorship.dashboard.figures import tables_of
from portal.sponsorship.dashboard.forms import PeriodForm


class DashboardView(CoordinatorMixin, TemplateView):
    """Each figure in a table, under the sentence that says what it counts."""

    here = "tableau"
    template_name = "sponsorship/dashboard/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PeriodForm(self.request.GET)
        period = form.period
        return super().get_context_data(
            form=form,
            period=period,
            tables=tables_of(period, timezone.now()),
            **kwargs,
        )


class ExportView(CoordinatorMixin, View):
    """The same figures as a file; taking it is a line of the log."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, extension: str) -> HttpResponse:
        """Log, then send the figures of the period of the address. Raises Http404."""
        if extension not in exports.CONTENT_TYPES:
            raise Http404
        period = PeriodForm(request.GET).period
        lines = exports.lines_of(tables_of(period, timezone.now()), period)
        content = exports.as_csv(lines) if extension == "csv" else exports.as_xlsx(lines)
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        record(
            AuditEntry.Action.DATA_EXPORTED,
            actor=self.actor,
            details={"what": "sponsorship_figures", "format": extension, **days},
        )
        response = HttpResponse(content, content_type=exports.CONTENT_TYPES[extension])
        name = f"parrainage-{days['first']}-{days['last']}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
