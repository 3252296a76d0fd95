"""`/parrainage/coordination/binomes/`: the assignment of the day, and a choice by hand."""

from typing import Any

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.board import board_of, options_for, told_cost
from portal.sponsorship.pairing.conflicts import NOT_PROPOSED
from portal.sponsorship.pairing.forms import SettingsForm
from portal.sponsorship.pairing.listing import Listing, listing
from portal.sponsorship.pairing.services.proposing import NOTHING, propose_all
from portal.sponsorship.pairing.services.settings import change_settings
from portal.sponsorship.pairing.values import Pair
from portal.sponsorship.pairs.models import Sponsorship
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView

HERE = "binomes"


def _with_people(rows: Any) -> Any:
    return rows.select_related("participant__user", "sponsor__user")


class BoardView(CoordinatorMixin, TemplateView):
    """What waits for the coordinator, proposals that are out, the assignment, who stays apart."""

    here = HERE
    template_name = "sponsorship/pairing/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Sponsorship.objects.visible_to(self.person)
        return super().get_context_data(
            board=board_of(listing()),
            to_settle=_with_people(rows.to_settle()),
            proposed=_with_people(rows.proposed()),
            **kwargs,
        )


class ProposeView(CoordinatorMixin, ServiceActionView):
    """« Proposer », one pair or all that the screen showed: `paire` is request-sponsor."""

    success_url = reverse_lazy("sponsorship:board")

    def act(self) -> str:
        made = propose_all(
            pairs=[_pair_of(value) for value in self.request.POST.getlist("paire")],
            actor=self.actor,
        )
        said = french.counted(len(made), "binôme est proposé", "binômes sont proposés")
        return f"{said}\u00a0: chacun reçoit un message."


def _pair_of(value: str) -> Pair:
    """« 12-5 ». Raises SponsorshipError for anything else."""
    request, _, sponsor = value.partition("-")
    # Ten digits at most: a key of the database.
    if not all(key.isdecimal() and key.isascii() and len(key) <= 10 for key in (request, sponsor)):
        raise SponsorshipError(NOTHING)
    return int(request), int(sponsor)


class ChooseView(CoordinatorMixin, TemplateView):
    """Another sponsor for somebody: every option, and with `?parrain=` what it would cost."""

    here = HERE
    template_name = "sponsorship/pairing/choose.html"

    @cached_property
    def listing(self) -> Listing:
        """The list as it is now."""
        return listing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.kwargs["pk"]
        request = self.listing.requests.get(key)
        if request is None:
            raise Http404
        return super().get_context_data(
            asked=request,
            options=options_for(self.listing, key),
            **self._chosen(key),
            **kwargs,
        )

    def _chosen(self, request: int) -> dict[str, Any]:
        """The sponsor of the address, what it costs, or that it is not proposed."""
        typed = self.request.GET.get("parrain", "")
        if not (typed.isdecimal() and typed.isascii() and int(typed) in self.listing.sponsors):
            return {}
        pair = (request, int(typed))
        chosen = {"chosen": self.listing.sponsors[pair[1]], "value": f"{pair[0]}-{pair[1]}"}
        if pair in self.listing.problem.forbidden:
            return {**chosen, "refused": NOT_PROPOSED}
        cost, sentences = told_cost(self.listing, pair)
        return {
            **chosen,
            "fit": self.listing.fit(pair),
            "sentences": sentences,
            "is_best": cost.best.sponsors.get(request) == pair[1],
            "days": cost.days,
            "points": cost.points,
        }


class SettingsView(CoordinatorMixin, ServiceFormView):
    """What criteria are worth, and the delays."""

    here = HERE
    form_class = SettingsForm
    template_name = "sponsorship/pairing/settings.html"

    def get_success_url(self) -> str:
        return reverse("sponsorship:pairing_settings")

    def act(self, form: SettingsForm) -> str:
        changed = change_settings(values=form.cleaned_data, actor=self.actor)
        return "Les réglages sont enregistrés." if changed else "Rien n’a changé."
