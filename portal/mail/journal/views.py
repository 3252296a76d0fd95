"""The screens of the journal. The address is posted: no address and no log of a server holds it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import READ_MAIL_JOURNAL
from portal.mail.journal import troubles
from portal.mail.journal.forms import JournalForm
from portal.mail.journal.lines import JournalLine
from portal.mail.journal.services import Reading, read_journal
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.mail.resend import may_resend
from snippets.models import Dispatch, SuppressedAddress


class JournalView(CapabilityRequiredMixin, ServiceFormView):
    """`/messages-envoyes/`: `address`, and `page` beyond the first."""

    capability = READ_MAIL_JOURNAL
    template_name = "mail/journal/journal.html"
    form_class = JournalForm
    reading: Reading | None = None
    address = ""

    def act(self, form: JournalForm) -> str:
        self.address = form.cleaned_data["address"]
        self.reading = read_journal(
            address=self.address, page=self.request.POST.get("page"), actor=self.actor
        )
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """Show it on the same page: an address that leads to it would name the person."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reading=self.reading, address=self.address, **kwargs)


class TroublesView(CapabilityRequiredMixin, View):
    """`/messages-envoyes/en-difficulte/`: what did not arrive, and who receives nothing."""

    capability = READ_MAIL_JOURNAL

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of messages, and the addresses that are not written to."""
        page = troubles.read_troubles(page=request.GET.get("page"), actor=self.actor)
        context = {
            "page": page,
            "lines": [(row, JournalLine.of(row), may_resend(row)) for row in page],
            "suppressed": SuppressedAddress.objects.all()[: troubles.SUPPRESSED_SHOWN],
        }
        return render(request, "mail/journal/troubles.html", context)


class ResendView(CapabilityRequiredMixin, ServiceActionView):
    """`/messages-envoyes/<id>/renvoyer/`: a person decides to send a message again."""

    capability = READ_MAIL_JOURNAL
    success_url = reverse_lazy("accounts:mail_troubles")

    def act(self) -> str:
        try:
            dispatch = troubles.send_again(public_id=self.kwargs["public_id"], actor=self.actor)
        except Dispatch.DoesNotExist as error:
            raise Http404 from error
        return f"Le message repart vers {dispatch.address}."


class WriteAgainView(CapabilityRequiredMixin, ServiceActionView):
    """`/messages-envoyes/adresses/<id>/reprendre/`: an address receives messages again."""

    capability = READ_MAIL_JOURNAL
    success_url = reverse_lazy("accounts:mail_troubles")

    def act(self) -> str:
        try:
            address = troubles.write_again(suppressed_id=self.kwargs["pk"], actor=self.actor)
        except SuppressedAddress.DoesNotExist as error:
            raise Http404 from error
        return f"Le site écrit de nouveau à {address}."
