"""Levels that a colleague has proposed: approving or refusing them, taking back one's own."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor
from portal.accounts.administration.forms import ReasonForm
from portal.accounts.administration.queries import waiting_proposals
from portal.accounts.administration.views.base import (
    AdministrationMixin,
    ServiceFormView,
    log_refusal,
)
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.errors import AccountError
from portal.accounts.models import GrantProposal, User
from portal.accounts.services.proposals import (
    approve_proposal,
    refuse_proposal,
    withdraw_proposal,
)

_LIST = reverse_lazy("administration:proposals")


class ProposalsView(AdministrationMixin, ListView):
    """What waits, oldest first: a colleague's to answer, one's own to take back."""

    template_name = "accounts/administration/proposals.html"
    section = "proposals"
    context_object_name = "proposals"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[GrantProposal]:
        """Everybody's."""
        return waiting_proposals()


class _ActionView(CapabilityRequiredMixin, View):
    """A button beside a proposal."""

    capability = MANAGE_RIGHTS
    done = ""
    service: Any

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act on it, or say why not; a refused change of level is a line of the log."""
        proposal = get_object_or_404(GrantProposal.objects.select_related("user"), pk=pk)
        actor = Actor.of(request)
        try:
            type(self).service(proposal=proposal, actor=actor)
        except AccountError as error:
            log_refusal(actor=actor, subject=proposal.user, level=proposal.level, error=error)
            messages.error(request, str(error))
        else:
            messages.success(request, self.done)
        return redirect(_LIST)


class ApproveView(_ActionView):
    """Give the level."""

    done = "Le niveau est donné, et la personne est prévenue."
    service = staticmethod(approve_proposal)


class WithdrawView(_ActionView):
    """Take back one's own proposal."""

    done = "Votre proposition est retirée\u00a0: rien n’a changé pour la personne."
    service = staticmethod(withdraw_proposal)


class RefuseView(ServiceFormView):
    """Give nothing, and say why."""

    template_name = "accounts/administration/confirm.html"
    section = "proposals"
    form_class = ReasonForm
    success_url = _LIST
    done = "Le niveau est refusé, et la personne qui l’a proposé est prévenue."

    @cached_property
    def proposal(self) -> GrantProposal:
        """What the address names. Raises Http404, once the right is checked."""
        rows = GrantProposal.objects.select_related("user", "proposed_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def person(self) -> User:
        """Whom it is about."""
        return self.proposal.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will happen."""
        level = self.proposal.get_level_display()
        return super().get_context_data(
            person=self.person,
            heading=f"Refuser le niveau «\u00a0{level}\u00a0»",
            sentence=(
                f"{self.proposal.proposed_by} l’a proposé et reçoit votre motif. "
                "Rien ne change pour la personne."
            ),
            button="Refuser le niveau",
            back_url=_LIST,
            **kwargs,
        )

    def act(self, data: dict[str, Any], actor: Actor) -> None:
        """Refuse it."""
        refuse_proposal(proposal=self.proposal, actor=actor, **data)
