"""Files: those that came, a new one, one of them with how far it is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRefresh

from portal.followup.access.log import Act, log
from portal.followup.imports import services
from portal.followup.imports.errors import ImportRefusedError
from portal.followup.imports.forms import UploadForm
from portal.followup.imports.models import ImportFile
from portal.followup.imports.overview import (
    MOVING,
    OPENED,
    actions_by_state,
    files_of,
    verdicts_of,
    warnings_of,
    with_counts,
)
from portal.followup.imports.views.base import ImportsMixin, OfficersMixin
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView
from snippets.uploads import BoundedUpload

PER_PAGE = 25
NO_FILE = "Choisissez d’abord un fichier."
TOO_HEAVY = f"Ce fichier est trop lourd\u00a0: {services.MAX_BYTES // 1_000_000}\u00a0Mo au plus."


class FilesView(ImportsMixin, TemplateView):
    """`/suivi/fichiers/`: the files, newest first."""

    template_name = "followup/imports/files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = with_counts(files_of(self.person), self.person)
        page = Paginator(files, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, files=page.object_list, **kwargs)


class UploadView(BoundedUpload, OfficersMixin, ServiceFormView):
    """`/suivi/fichiers/deposer/`: one file. What is refused is a line of the log."""

    max_bytes = services.MAX_BYTES
    form_class = UploadForm
    template_name = "followup/imports/upload.html"
    received: ImportFile

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate()}

    def act(self, form: UploadForm) -> str:
        data = self.sent(ImportRefusedError(TOO_HEAVY, field="file"))
        if data is None:
            raise ImportRefusedError(NO_FILE, field="file")
        self.received = services.receive(
            upload_bytes=data,
            name=self.sent_name,
            flow=form.cleaned_data["flow"],
            received_on=form.cleaned_data["received_on"],
            actor=self.actor,
        )
        asks_columns = self.received.state == ImportFile.State.MAPPING
        return "" if asks_columns else "Le fichier est reçu."

    def get_success_url(self) -> str:
        return reverse("followup:import_file", args=[self.received.pk])

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        # Which kind of refusal, never a word of the file.
        why = getattr(error, "reason", "") or type(error).__name__
        log(
            actor=self.actor,
            act=Act.REFUSED,
            place="followup:import_upload",
            reason=f"Fichier refusé\u00a0: {why}",
        )
        if error.field not in form.fields:
            error.field = "file"
        return super().refused(form, error)


class FileView(ImportsMixin, TemplateView):
    """`/suivi/fichiers/3/`: how far it is, what it holds, what to do next."""

    template_name = "followup/imports/file.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A script asks every two seconds while somebody waits for the worker."""
        if request.htmx:  # type: ignore[attr-defined]
            if self.file.state not in MOVING:
                return HttpResponseClientRefresh()
            context = self.get_context_data(**kwargs)
            return self.response_class(request, "followup/imports/progress.html", context)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        file = self.file
        context: dict[str, Any] = {
            "is_moving": file.state in MOVING,
            "is_opened": file.state in OPENED,
            "warnings": warnings_of(file, self.person),
            "percent": percent_of(file),
        }
        if context["is_opened"]:
            context["verdicts"] = verdicts_of(file, self.person)
            context["actions"] = actions_by_state(file, self.person)
        return super().get_context_data(**(context | kwargs))


class DropView(OfficersMixin, TemplateView):
    """`…/abandonner/`: says what would be lost, then forgets the file."""

    template_name = "followup/imports/drop.html"
    http_method_names = ["get", "head", "post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Drop it, or say why not."""
        try:
            services.drop(file=self.file, actor=self.actor)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("followup:import_file", self.file.pk)
        messages.success(request, "Le fichier est abandonné\u00a0: rien n’en est gardé.")
        return redirect("followup:imports")


def percent_of(file: ImportFile) -> int | None:
    """How far the worker is, None when nobody can tell yet."""
    if file.state != ImportFile.State.APPLYING or not file.to_apply:
        return None
    return min(100, 100 * file.progress // file.to_apply)
