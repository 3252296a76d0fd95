"""The person asks for their file, follows the request, reads the answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone

from portal.followup.own_side import queries
from portal.followup.own_side.forms import AskFileForm
from portal.followup.own_side.services import saying
from portal.followup.own_side.views.base import OwnCaseMixin, OwnFileView
from portal.followup.own_side.views.files import file_answer
from snippets.errors import TooOftenError
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.limits import DAY, Limit

_TOO_OFTEN = "Vous avez fait beaucoup de demandes aujourd’hui. Revenez demain, ou appelez-nous."


class AskFileView(OwnCaseMixin, ServiceFormView):
    """`…/dossier/`: ask, see where it stands, read the answer while its link holds."""

    form_class = AskFileForm
    template_name = "followup/own_side/file.html"
    success_url = reverse_lazy("followup:own_file")
    limits = (Limit("followup.own_files", 5, DAY),)

    def act(self, form: AskFileForm) -> str:
        if self.request.reached_limit:  # type: ignore[attr-defined]
            raise TooOftenError(_TOO_OFTEN)
        saying.ask_for_file(user=self.person, actor=self.actor, **form.cleaned_data)
        return "Votre demande est partie."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = queries.requests_of(self.case)
        today = timezone.localdate()
        given = next((one for one in requests if one.file and one.state == "delivered"), None)
        if given is not None and given.available_until and given.available_until < today:
            given = None
        context = {
            "waiting": next((one for one in requests if one.is_open), None),
            "given": given,
            "documents": queries.documents_given(self.case, given.pk, today) if given else [],
            "former": [one for one in requests if not one.is_open and one is not given],
        }
        return super().get_context_data(**(context | kwargs))


class GiveUpView(OwnCaseMixin, ServiceActionView):
    """`…/dossier/retirer/`: the request is not needed any more."""

    success_url = reverse_lazy("followup:own_file")

    def act(self) -> str:
        saying.give_up_request(user=self.person, actor=self.actor)
        return "Votre demande est retirée."


class GivenFileView(OwnFileView):
    """`…/dossier/<asked>.pdf`: the answer, until the last day of its link."""

    def file(self) -> HttpResponse:
        found = queries.file_given(self.case, self.kwargs["asked"], timezone.localdate())
        if found is None:
            raise Http404
        return file_answer(found.file, "application/pdf", "mon-dossier.pdf")


class GivenDocumentView(OwnFileView):
    """`…/dossier/<asked>/documents/<document>/`: as long as the answer is there."""

    def file(self) -> HttpResponse:
        rows = queries.documents_given(self.case, self.kwargs["asked"], timezone.localdate())
        found = next((row for row in rows if row.pk == self.kwargs["document"]), None)
        if found is None or found.removed_at is not None:
            raise Http404
        name = f"{found.title[:80]}.{found.extension}"
        return file_answer(found.file, found.media_type, name)
