"""What somebody takes away of their caseload: why, in which format, and the files that wait."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from portal.accounts.capabilities import EXPORT_CASES
from portal.followup.home import exports, taking_away
from portal.followup.home.forms import ExportForm, FilterForm
from portal.followup.home.models import CaseExport
from portal.followup.home.views import AreaView
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView


class ExportView(AreaView, ServiceFormView):
    """`/suivi/dossiers/export/`: the cases of the filters of the address, as a file."""

    capability = EXPORT_CASES
    form_class = ExportForm
    template_name = "followup/home/export.html"
    section_of_area = "caseload"
    content: bytes | None = None

    @cached_property
    def query(self) -> str:
        """The filters of the address, without what makes no sense."""
        return FilterForm(self.request.GET, user=self.person, me=self.me).query

    @cached_property
    def keys(self) -> list[int]:
        """The cases that one takes away."""
        return taking_away.found_by(self.person, self.me, self.query)

    def act(self, form: ExportForm) -> str:
        asked = {"query": self.query, "actor": self.actor, **form.cleaned_data}
        if len(self.keys) > taking_away.DIRECT_MOST:
            taking_away.ask(**asked)
            return "Le fichier se prépare. Un e-mail vous prévient quand il est prêt."
        _, self.content = taking_away.take(keys=self.keys, **asked)
        return ""

    def form_valid(self, form: ExportForm) -> HttpResponse:
        response = super().form_valid(form)
        if self.content is None:
            return response
        return _file(self.content, form.cleaned_data["extension"])

    def get_success_url(self) -> str:
        return reverse("followup:exports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "query": self.query,
            "count": len(self.keys),
            "is_large": len(self.keys) > taking_away.DIRECT_MOST,
        }
        return super().get_context_data(**(self.area_context() | context | kwargs))


class ExportsView(AreaView, ListView):
    """`/suivi/dossiers/exports/`: one's own, the newest first."""

    capability = EXPORT_CASES
    template_name = "followup/home/exports.html"
    context_object_name = "exports"
    section_of_area = "caseload"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return CaseExport.objects.visible_to(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.area_context() | {"now": timezone.now()} | kwargs))


class ExportFileView(AreaView, View):
    """The file that the worker made: to who asked for it, until its end."""

    capability = EXPORT_CASES
    http_method_names = ["get", "options"]
    kwargs: dict[str, Any]

    @cached_property
    def export(self) -> CaseExport:
        """One's own, of the address. Raises Http404."""
        rows = CaseExport.objects.visible_to(self.person)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All its bytes; back to the list once it ended."""
        try:
            content = taking_away.open_file(export=self.export, actor=self.actor)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("followup:exports")
        return _file(content, self.export.extension)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is out of reach is not found, whatever is asked of it."""
        _ = self.export
        return super().http_method_not_allowed(request, *args, **kwargs)


def _file(content: bytes, extension: str) -> HttpResponse:
    response = HttpResponse(content, content_type=exports.FORMATS[extension])
    name = f"dossiers-{timezone.localdate().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
