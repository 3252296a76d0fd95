"""A person asks for a sponsor, sees their rank, takes the request back."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import ASK_SPONSOR, ASK_SPONSOR_FOR
from portal.accounts.holders import may
from portal.candidates.models import CandidateProfile
from portal.participation.models import Participant
from portal.sponsorship.requests.forms import AskForm
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.asking import ask_for_oneself
from portal.sponsorship.requests.services.closing import withdraw
from portal.sponsorship.requests.states import State
from portal.sponsorship.requests.texts import ASK
from snippets.form_views import ServiceActionView, ServiceFormView

SENTENCES: dict[str, str] = {
    State.WAITING: "Vous êtes sur la liste d’attente.",
    State.PROPOSED: "Une personne vous est proposée.",
    State.PAIRED: "Vous avez un parrain ou une marraine.",
    State.ENDED: "Votre parrainage est terminé.",
    State.WITHDRAWN: "Vous avez retiré votre demande.",
    State.CLOSED: "Votre demande est classée\u00a0: nous ne cherchons plus.",
}


class AskView(CapabilityRequiredMixin, ServiceFormView):
    """`/parrainage/demander/`: under a minute; who waits already is led to their request."""

    capability = ASK_SPONSOR
    form_class = AskForm
    template_name = "sponsorship/requests/ask.html"
    success_url = reverse_lazy("sponsorship:own_request")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who helps, and asks for nobody else, is led to their own form."""
        user = request.user
        if not may(user, ASK_SPONSOR) and may(user, ASK_SPONSOR_FOR):
            return redirect("sponsorship:ask_for")
        if user.is_authenticated and SponsorshipRequest.objects.owned_by(user).open().exists():
            return redirect("sponsorship:own_request")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The number that is known, the commune and the trades that their profile has already."""
        numbers = Participant.objects.owned_by(self.person).values_list("phone", flat=True)
        initial = {"phone": numbers.first() or ""}
        profile = (
            CandidateProfile.objects.filter(user=self.person).select_related("commune").first()
        )
        if profile is None:
            return initial
        codes = profile.trades.values_list("occupation", flat=True)
        return {
            **initial,
            "commune": AskForm().shown("commune", profile.commune),
            "domains": sorted({code[0] for code in codes}),
        }

    def act(self, form: AskForm) -> str:
        # The text stands above the one button: pressing it is saying yes.
        ask_for_oneself(user=self.person, wish=form.wish, agreed=True, actor=self.actor)
        return "Votre demande est reçue."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_help = may(self.person, ASK_SPONSOR_FOR)
        return super().get_context_data(agreement=ASK.text, may_help=may_help, **kwargs)


class _OwnMixin(CapabilityRequiredMixin):
    """One's last request; 404 without one."""

    capability = ASK_SPONSOR

    @cached_property
    def own_request(self) -> SponsorshipRequest:
        """The open one, or the last."""
        rows = SponsorshipRequest.objects.owned_by(self.person).select_related(
            "participant__user", "agreement", "commune"
        )
        last = rows.order_by("-asked_at", "-pk")[:1]
        found: SponsorshipRequest = get_object_or_404(rows, pk__in=last.values("pk"))
        return found


class OwnRequestView(_OwnMixin, TemplateView):
    """`/parrainage/demande/`: where it is, the rank in plain words, what was agreed to."""

    template_name = "sponsorship/requests/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.own_request
        rank = request.rank
        return super().get_context_data(
            asked=request,
            sentence=SENTENCES[request.state],
            rank=rank,
            before=rank - 1 if rank else None,
            may_ask_again=not request.is_open,
            **kwargs,
        )


class WithdrawView(_OwnMixin, ServiceActionView, TemplateView):
    """`/parrainage/demande/retirer/`: one page, one button."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "sponsorship/requests/withdraw.html"

    def act(self) -> str:
        withdraw(request=self.own_request, actor=self.actor)
        return "Votre demande est retirée."

    def get_success_url(self) -> str:
        return reverse("sponsorship:own_request")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.own_request, **kwargs)
