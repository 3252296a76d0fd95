"""What the screens of those who apply share: the opportunity of the address, and the file."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from portal.applications.errors import ApplicationError
from portal.applications.forms.person import ApplicationForm
from portal.applications.openings import ClosedError, opportunity, why_closed
from portal.applications.services.by_person import Said
from portal.participation.uploads import MAX_BYTES, CleanPdf, Unusable, UploadedCvError, clean_pdf
from snippets.form_views import Errors, ServiceFormView
from snippets.uploads import BoundedUpload

NO_FILE = "Choisissez votre fichier, ou un autre choix au-dessus."


class OpportunityView(View):
    """A screen about the opportunity of its address; 410 and why once nobody may apply."""

    page: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = opportunity(kwargs["page_id"])
        if found is None:
            raise Http404
        self.page = found
        response = self.turned_away() or self._answer(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def turned_away(self) -> HttpResponse | None:
        """What those are told who may not use this screen."""
        return None

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reason = why_closed(self.page)
        if not reason:
            try:
                return super().dispatch(request, *args, **kwargs)
            except ClosedError as error:
                reason = str(error)
        context = {"page": self.page, "reason": reason}
        template = "applications/person/closed.html"
        return render(request, template, context, status=HTTPStatus.GONE)


class ApplicationFormView(BoundedUpload, OpportunityView, ServiceFormView):
    """A form with a CV: one that is stored, a file, or none."""

    max_bytes = MAX_BYTES
    left_to_the_gate: ClassVar[Errors] = (ClosedError,)

    def said(self, form: ApplicationForm, *, agreed: bool) -> Said:
        """What goes with it, the file read. Raises UploadedCvError, ApplicationError."""
        data = form.cleaned_data
        return Said(
            message=data["message"],
            cv=form.stored_cv,
            upload=self._upload(form),
            keep_in_mind=data["keep_in_mind"],
            agreed=agreed,
        )

    def _upload(self, form: ApplicationForm) -> CleanPdf | None:
        data = self.sent(UploadedCvError(Unusable.SIZE))
        if not form.wants_upload:
            return None
        if data is None:
            raise ApplicationError(NO_FILE, field="file")
        return clean_pdf(data, name=self.sent_name, whose=self.whose)

    @property
    def whose(self) -> str:
        """Whose files are read one at a time."""
        return f"user {self.request.user.pk}" if self.request.user.is_authenticated else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.page, **kwargs)
