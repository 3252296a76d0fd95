"""The screens of the journal. The address is posted: no address and no log of a server holds it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor
from portal.accounts.capabilities import READ_MAIL_JOURNAL
from portal.accounts.errors import AccountError
from portal.mail.journal import troubles
from portal.mail.journal.forms import JournalForm
from portal.mail.journal.lines import JournalLine
from portal.mail.journal.services import read_journal
from snippets.mail.resend import may_resend
from snippets.models import Dispatch, SuppressedAddress

_TEMPLATE = "mail/journal/journal.html"


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


class TroublesView(CapabilityRequiredMixin, View):
    """`/messages-envoyes/en-difficulte/`: what did not arrive, and who receives nothing."""

    capability = READ_MAIL_JOURNAL

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of messages, and the addresses that are not written to."""
        page = troubles.read_troubles(page=request.GET.get("page"), actor=Actor.of(request))
        context = {
            "page": page,
            "lines": [(row, JournalLine.of(row), may_resend(row)) for row in page],
            "suppressed": SuppressedAddress.objects.all()[: troubles.SUPPRESSED_SHOWN],
        }
        return render(request, "mail/journal/troubles.html", context)


class ResendView(CapabilityRequiredMixin, View):
    """`/messages-envoyes/<id>/renvoyer/`: a person decides to send a message again."""

    capability = READ_MAIL_JOURNAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Queue it, or say why not."""
        try:
            dispatch = troubles.send_again(public_id=public_id, actor=Actor.of(request))
        except Dispatch.DoesNotExist as error:
            raise Http404 from error
        except AccountError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Le message repart vers {dispatch.address}.")
        return redirect("accounts:mail_troubles")


class WriteAgainView(CapabilityRequiredMixin, View):
    """`/messages-envoyes/adresses/<id>/reprendre/`: an address receives messages again."""

    capability = READ_MAIL_JOURNAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it off the list."""
        try:
            address = troubles.write_again(suppressed_id=pk, actor=Actor.of(request))
        except SuppressedAddress.DoesNotExist as error:
            raise Http404 from error
        messages.success(request, f"Le site écrit de nouveau à {address}.")
        return redirect("accounts:mail_troubles")
