"""Screens of documents; a file is given as bytes, to who reads the case."""

import logging
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import TemplateView, View

from portal.followup.access.log import Act, log
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.documents import queries, services
from portal.followup.documents.errors import Refused, UnusableFileError
from portal.followup.documents.forms import AddForm, RemoveForm
from portal.followup.documents.models import CaseDocument
from portal.followup.documents.reading import MAX_BYTES
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.own_side.team_queries import shared_keys
from snippets.uploads import BoundedUpload

logger = logging.getLogger("declic.followup")
_PER_PAGE = 30


class DocumentsView(CaseMixin, TemplateView):
    """`…/documents/`."""

    tab = "documents"
    template_name = "followup/documents/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.of_case(self.case, self.person)
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("page"))
        removed = list(queries.removed_of_case(self.case, self.person)[:50])
        shared = shared_keys(self.case, self.person, "document")
        return super().get_context_data(page=page, removed=removed, shared=shared, **kwargs)


class AddView(BoundedUpload, CaseFormView):
    """`…/documents/ajouter/`."""

    tab = "documents"
    max_bytes = MAX_BYTES
    form_class = AddForm
    template_name = "followup/documents/add.html"

    def get_success_url(self) -> str:
        return reverse("followup:documents", args=[self.case.pk])

    def form_invalid(self, form: Any) -> HttpResponse:
        if self._bounded.is_too_heavy:
            # It was not kept while it came: the field says so, not that it is missing.
            form.errors.pop("file", None)
            form.add_error("file", str(UnusableFileError(Refused.SIZE)))
        return super().form_invalid(form)

    def act(self, form: AddForm) -> str:
        data = form.cleaned_data
        services.add(
            beneficiary=self.case,
            upload=data["file"],
            title=data["title"],
            kind=data["kind"],
            actor=self.actor,
        )
        return "Le document est ajouté au dossier."


class _OneMixin:
    """About one document of the case that was not withdrawn."""

    kwargs: dict[str, Any]

    @cached_property
    def document(self) -> CaseDocument:
        """The document of the address. Raises Http404."""
        rows = queries.of_case(self.case, self.person)  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["document"])


class OpenView(_OneMixin, CaseMixin, View):
    """`…/documents/<pk>/`: the file. Opening it is a line of the log."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """All its bytes; 404 when the file is lost, after a restore without its files."""
        document = self.document
        try:
            with document.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as error:
            logger.exception("the file of a document is missing: %s", document.pk)
            raise Http404 from error
        response = HttpResponse(content, content_type=document.media_type)
        name = f"{document.title[:80]}.{document.extension}"
        as_file = "telecharger" in request.GET
        told = content_disposition_header(as_attachment=as_file, filename=name.replace("/", "-"))
        response["Content-Disposition"] = told or "inline"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def log_reading(self) -> None:
        log(
            actor=self.actor,
            act=Act.READ_DOCUMENT,
            beneficiary=self.case,
            place="followup:document",
            reason=f"document {self.document.pk}",
        )


class RemoveView(_OneMixin, KeepsTextMixin, CaseFormView):
    """`…/documents/<pk>/retirer/`."""

    tab = "documents"
    form_class = RemoveForm
    template_name = "followup/documents/remove.html"

    def draft_form_of(self) -> str:
        return f"document_remove:{self.document.pk}"

    def get_success_url(self) -> str:
        return reverse("followup:documents", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"document": self.document} | kwargs))

    def act(self, form: RemoveForm) -> str:
        services.withdraw(
            document=self.document, reason=form.cleaned_data["reason"], actor=self.actor
        )
        return "Le document est retiré du dossier."
