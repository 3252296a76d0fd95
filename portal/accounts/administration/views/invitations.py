"""Invitations: those that wait, a new one, the same one again, taking one back."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import ListView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.administration.forms import InviteToLevelForm, InviteToOrganisationForm
from portal.accounts.administration.queries import waiting_invitations
from portal.accounts.administration.views.base import AdministrationMixin, LevelRefusedMixin
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.models import Invitation, User
from portal.accounts.services.invitations import (
    invite_to_level,
    invite_to_organisation,
    revoke_invitation,
    send_again,
)
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.models import Organisation

_LIST = reverse_lazy("administration:invitations")
_FOUND = 20
_SENT = "L’invitation est envoyée\u00a0: le lien sert une fois, pendant 7 jours."


class InvitationsView(AdministrationMixin, ListView):
    """Invitations that were neither used nor taken back."""

    template_name = "accounts/administration/invitations.html"
    section = "invitations"
    context_object_name = "invitations"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Invitation]:
        return waiting_invitations()


class InviteToLevelView(LevelRefusedMixin, AdministrationMixin, ServiceFormView):
    """Send an invitation to a level."""

    template_name = "accounts/administration/invite_level.html"
    section = "invitations"
    form_class = InviteToLevelForm
    success_url = _LIST

    def act(self, form: InviteToLevelForm) -> str:
        invite_to_level(actor=self.actor, **form.cleaned_data)
        return _SENT

    def refused_level(self, data: dict[str, Any]) -> tuple[User | None, str]:
        """Whoever has the address."""
        return User.objects.filter(email__iexact=data["email"]).first(), data["level"]


class InviteToOrganisationView(AdministrationMixin, ServiceFormView):
    """Send an invitation into an organisation: find it first, then choose it."""

    template_name = "accounts/administration/invite_organisation.html"
    section = "invitations"
    form_class = InviteToOrganisationForm
    success_url = _LIST

    @property
    def text(self) -> str:
        """What was typed to find the organisation."""
        return self.request.GET.get("q", "").strip()[:200]

    def get_form_kwargs(self) -> dict[str, Any]:
        found = list(Organisation.objects.search(self.text)[:_FOUND]) if self.text else []
        return super().get_form_kwargs() | {"organisations": found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(text=self.text, **kwargs)

    def act(self, form: InviteToOrganisationForm) -> str:
        invite_to_organisation(actor=self.actor, **form.cleaned_data)
        return _SENT


class _ActionView(CapabilityRequiredMixin, ServiceActionView):
    """A button beside an invitation."""

    capability = MANAGE_RIGHTS
    success_url = _LIST
    said = ""
    service: Any

    def act(self) -> str:
        invitation = get_object_or_404(Invitation, pk=self.kwargs["pk"])
        type(self).service(invitation=invitation, actor=self.actor)
        return self.said


class SendAgainView(_ActionView):
    """Send a new link; the old one no longer works."""

    said = "Un nouveau lien est parti\u00a0: l’ancien ne fonctionne plus."
    service = staticmethod(send_again)


class RevokeView(_ActionView):
    """Take it back."""

    said = "L’invitation est annulée\u00a0: son lien ne fonctionne plus."
    service = staticmethod(revoke_invitation)
