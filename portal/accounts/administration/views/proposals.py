"""Levels that a colleague has proposed: approving or refusing them, taking back one's own."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.administration.forms import ReasonForm
from portal.accounts.administration.queries import waiting_proposals
from portal.accounts.administration.views.base import AdministrationMixin, log_refusal
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.models import GrantProposal
from portal.accounts.services.proposals import (
    approve_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from snippets.errors import DomainError
from snippets.form_views import ServiceActionView, ServiceFormView

_LIST = reverse_lazy("administration:proposals")


class ProposalsView(AdministrationMixin, ListView):
    """What waits, oldest first: a colleague's to answer, one's own to take back."""

    template_name = "accounts/administration/proposals.html"
    section = "proposals"
    context_object_name = "proposals"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[GrantProposal]:
        return waiting_proposals()


class _ActionView(CapabilityRequiredMixin, ServiceActionView):
    """A button beside a proposal."""

    capability = MANAGE_RIGHTS
    success_url = _LIST
    said = ""
    service: Any

    def act(self) -> str:
        """Act on it; a refused change of level is a line of the log."""
        rows = GrantProposal.objects.select_related("user")
        proposal = get_object_or_404(rows, pk=self.kwargs["pk"])
        try:
            type(self).service(proposal=proposal, actor=self.actor)
        except DomainError as error:
            log_refusal(actor=self.actor, subject=proposal.user, level=proposal.level, error=error)
            raise
        return self.said


class ApproveView(_ActionView):
    """Give the level."""

    said = "Le niveau est donné, et la personne est prévenue."
    service = staticmethod(approve_proposal)


class WithdrawView(_ActionView):
    """Take back one's own proposal."""

    said = "Votre proposition est retirée\u00a0: rien n’a changé pour la personne."
    service = staticmethod(withdraw_proposal)


class RefuseView(AdministrationMixin, ServiceFormView):
    """Give nothing, and say why."""

    template_name = "accounts/administration/confirm.html"
    section = "proposals"
    form_class = ReasonForm
    success_url = _LIST

    @cached_property
    def proposal(self) -> GrantProposal:
        """What the address names. Raises Http404, once the right is checked."""
        rows = GrantProposal.objects.select_related("user", "proposed_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        level = self.proposal.get_level_display()
        return super().get_context_data(
            person=self.proposal.user,
            heading=f"Refuser le niveau «\u00a0{level}\u00a0»",
            sentence=(
                f"{self.proposal.proposed_by} l’a proposé et reçoit votre motif. "
                "Rien ne change pour la personne."
            ),
            button="Refuser le niveau",
            back_url=_LIST,
            **kwargs,
        )

    def act(self, form: ReasonForm) -> str:
        refuse_proposal(proposal=self.proposal, actor=self.actor, **form.cleaned_data)
        return "Le niveau est refusé, et la personne qui l’a proposé est prévenue."
