"""The person's hours, week by week; what they add waits for the team. Ads that were proposed."""

from typing import Any

from django.http import Http404
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from portal.followup.hours import own
from portal.followup.hours.errors import GoneError, NoCaseError
from portal.followup.hours.own_forms import DeclareForm
from portal.followup.hours.services import declaring
from portal.followup.own_side.views.base import OwnCaseMixin
from portal.followup.suggestions.queries import shared_with
from snippets.errors import TooOftenError
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.limits import DAY, Limit

_TOO_MANY = "Vous avez beaucoup écrit aujourd’hui. Votre texte est gardé ici\u00a0: appelez-nous."


class HoursView(OwnCaseMixin, TemplateView):
    """`…/heures/`: this week and those before, confirmed and waiting."""

    template_name = "followup/own_side/hours.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = own.hours_of(self.person, today=timezone.localdate())
        return super().get_context_data(hours=hours, **kwargs)


class DeclareHoursView(OwnCaseMixin, ServiceFormView):
    """`…/heures/ajouter/`: one activity, which the team confirms or not."""

    form_class = DeclareForm
    template_name = "followup/own_side/declare.html"
    success_url = reverse_lazy("followup:own_hours")
    limits = (Limit("followup.own_hours", 40, DAY),)

    def act(self, form: DeclareForm) -> str:
        if self.request.reached_limit:  # type: ignore[attr-defined]
            raise TooOftenError(_TOO_MANY)
        key = form.cleaned_data["key"]
        declaring.declare(user=self.person, values=form.values, key=key, actor=self.actor)
        return "C’est noté. Vos heures compteront quand votre équipe les aura confirmées."


class WithdrawHoursView(OwnCaseMixin, ServiceActionView):
    """`…/heures/<line>/retirer/`: what one declared, while nobody confirmed it."""

    is_of_a_row = True
    success_url = reverse_lazy("followup:own_hours")

    def act(self) -> str:
        try:
            declaring.withdraw(user=self.person, pk=self.kwargs["line"], actor=self.actor)
        except (GoneError, NoCaseError) as error:
            raise Http404 from error
        return "C’est retiré."


class ProposalsView(OwnCaseMixin, TemplateView):
    """`…/propositions/`: the ads that the team sent."""

    template_name = "followup/own_side/proposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposals=shared_with(self.person), **kwargs)
