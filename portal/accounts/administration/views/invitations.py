"""Invitations: those that wait, a new one, the same one again, taking one back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views import View
from django.views.generic import ListView

from portal.accounts.actors import Actor
from portal.accounts.administration.forms import InviteToLevelForm, InviteToOrganisationForm
from portal.accounts.administration.queries import waiting_invitations
from portal.accounts.administration.views.base import (
    AdministrationMixin,
    CapabilityRequiredMixin,
    ServiceFormView,
    log_refusal,
)
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.errors import AccountError
from portal.accounts.models import Invitation, User
from portal.accounts.services.invitations import (
    invite_to_level,
    invite_to_organisation,
    revoke_invitation,
    send_again,
)
from snippets.models import Organisation

_LIST = reverse_lazy("administration:invitations")
_FOUND = 20


class InvitationsView(AdministrationMixin, ListView):
    """Invitations that were neither used nor taken back."""

    template_name = "accounts/administration/invitations.html"
    section = "invitations"
    context_object_name = "invitations"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Invitation]:
        """Newest first."""
        return waiting_invitations()


class InviteToLevelView(ServiceFormView):
    """Send an invitation to a level."""

    template_name = "accounts/administration/invite_level.html"
    section = "invitations"
    form_class = InviteToLevelForm
    success_url = _LIST
    done = "L’invitation est envoyée\u00a0: le lien sert une fois, pendant 7 jours."

    def act(self, data: dict[str, Any], actor: Actor) -> None:
        """Send it."""
        invite_to_level(actor=actor, **data)

    def refused(self, error: AccountError, data: dict[str, Any]) -> None:
        """A refused change of level is a line of the log."""
        subject = User.objects.filter(email__iexact=data["email"]).first()
        actor = Actor.of(self.request)
        log_refusal(actor=actor, subject=subject, level=data["level"], error=error)


class InviteToOrganisationView(ServiceFormView):
    """Send an invitation into an organisation: find it first, then choose it."""

    template_name = "accounts/administration/invite_organisation.html"
    section = "invitations"
    form_class = InviteToOrganisationForm
    success_url = _LIST
    done = InviteToLevelView.done

    @property
    def text(self) -> str:
        """What was typed to find the organisation."""
        return self.request.GET.get("q", "").strip()[:200]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the organisations that were found."""
        found = list(Organisation.objects.search(self.text)[:_FOUND]) if self.text else []
        return super().get_form_kwargs() | {"organisations": found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep what was typed."""
        return super().get_context_data(text=self.text, **kwargs)

    def act(self, data: dict[str, Any], actor: Actor) -> None:
        """Send it."""
        invite_to_organisation(actor=actor, **data)


class _ActionView(CapabilityRequiredMixin, View):
    """A button beside an invitation."""

    capability = MANAGE_RIGHTS
    done = ""
    service: Any

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act on it, or say why not."""
        invitation = get_object_or_404(Invitation, pk=pk)
        try:
            type(self).service(invitation=invitation, actor=Actor.of(request))
        except AccountError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.done)
        return redirect(_LIST)


class SendAgainView(_ActionView):
    """Send a new link; the old one no longer works."""

    done = "Un nouveau lien est parti\u00a0: l’ancien ne fonctionne plus."
    service = staticmethod(send_again)


class RevokeView(_ActionView):
    """Take it back."""

    done = "L’invitation est annulée\u00a0: son lien ne fonctionne plus."
    service = staticmethod(revoke_invitation)
