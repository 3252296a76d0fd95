"""What is kept of somebody without an account, by a link that is mailed to their address."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.participation.data_links import guest_of
from portal.participation.guests import held
from portal.participation.limits import count_link
from portal.participation.models import Participant
from portal.participation.outcome_links import LinkError
from portal.participation.services import guest_data as services
from portal.participation.services.participants import actor_of, confirm_address
from portal.personal_data.export import document_of, sections
from snippets.addresses import normal_address
from snippets.errors import DomainError
from snippets.fields import AddressFormField
from snippets.form_views import ServiceFormView
from snippets.networks import subscriber_of

SHOWN = 50


class AddressForm(forms.Form):
    """Where the link is sent."""

    email = AddressFormField(
        label="Votre adresse e-mail",
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
        help_text="Celle que vous avez donnée pour postuler ou vous inscrire.",
        error_messages={
            "required": "Écrivez votre adresse e-mail.",
            "invalid": "Cette adresse n’est pas complète. Exemple\u00a0: nom@exemple.fr.",
        },
    )


@method_decorator([login_not_required, never_cache], name="dispatch")
class AskView(ServiceFormView):
    """`/mes-donnees/`: the answer never says whether the address is known."""

    form_class = AddressForm
    template_name = "participation/my_data/ask.html"
    success_url = reverse_lazy("participation:my_data_asked")

    def act(self, form: AddressForm) -> str:
        address = normal_address(form.cleaned_data["email"])
        count_link(address=address, visitor=subscriber_of(self.request))
        services.send_links(address=address)
        return ""


@login_not_required
@require_safe
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """The same page whatever the address."""
    return render(request, "participation/my_data/asked.html")


@method_decorator([login_not_required, never_cache], name="dispatch")
class _GuestView(View):
    """A page of a link; 410 and why when it does not work. Never indexed."""

    http_method_names = ["get", "head", "post", "options"]
    guest: Participant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.guest = guest_of(kwargs["token"])
            response = super().dispatch(request, *args, **kwargs)
        except LinkError as error:
            response = render(
                request,
                "participation/my_data/refused.html",
                {"explanation": str(error)},
                status=HTTPStatus.GONE,
            )
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @property
    def home(self) -> str:
        """The page of the link."""
        return reverse("participation:my_data", args=[self.kwargs["token"]])


class MyDataView(_GuestView):
    """`/mes-donnees/<token>/`: all that is kept, each agreement with its button."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {
            "guest": self.guest,
            "token": token,
            "agreements": self.guest.agreements.active().order_by("given_at"),
            "sections": [
                section
                for section in sections(held(self.guest), limit=SHOWN)
                if not section.holding.is_trace
            ],
        }
        return render(request, "participation/my_data/home.html", context)


class ExportView(_GuestView):
    """The same as a JSON document."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        document = document_of(self.guest.email, sections(held(self.guest)))
        response = HttpResponse(document, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
        return response


class WithdrawView(_GuestView):
    """Withdraw one agreement, and what it was about."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, token: str, pk: int) -> HttpResponse:
        agreement = get_object_or_404(self.guest.agreements, pk=pk)
        try:
            confirm_address(participant=self.guest)
            services.withdraw_one(agreement=agreement, actor=actor_of(self.guest, request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Votre accord est retiré.")
        return redirect(self.home)


class EraseView(_GuestView):
    """`…/effacer/`: a page says what goes, its button does it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"guest": self.guest, "token": token}
        return render(request, "participation/my_data/erase.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        services.erase_guest(participant=self.guest)
        return render(request, "participation/my_data/erased.html")
