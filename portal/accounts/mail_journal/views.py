"""The screen of the journal. The address is posted: no address and no log of a server holds it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor
from portal.accounts.capabilities import READ_MAIL_JOURNAL
from portal.accounts.mail_journal.forms import JournalForm
from portal.accounts.mail_journal.services import read_journal

_TEMPLATE = "accounts/mail_journal/journal.html"


class JournalView(CapabilityRequiredMixin, View):
    """`/messages-envoyes/`: `address`, and `page` beyond the first."""

    capability = READ_MAIL_JOURNAL

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask whose."""
        return render(request, _TEMPLATE, {"form": JournalForm(), "reading": None})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what was sent."""
        form = JournalForm(request.POST)
        if not form.is_valid():
            context = {"form": form, "reading": None}
            return render(request, _TEMPLATE, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        address = form.cleaned_data["address"]
        reading = read_journal(
            address=address, page=request.POST.get("page"), actor=Actor.of(request)
        )
        return render(request, _TEMPLATE, {"form": form, "reading": reading, "address": address})
