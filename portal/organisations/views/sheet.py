"""An organisation's details, and leaving it."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import MANAGE_MEMBERS, PROPOSE
from portal.accounts.models import Membership
from portal.accounts.rules import can_manage_organisation, is_member
from portal.accounts.services.memberships import end_membership
from portal.organisations.forms import DetailsForm
from portal.organisations.services.details import EDITABLE, change_details
from portal.organisations.standing import standing
from portal.organisations.views.common import ManagedMixin, ScopedMixin
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.models import Organisation


class SheetView(CapabilityRequiredMixin, ScopedMixin, TemplateView):
    """`/mon-organisation/<slug>/fiche/`: where it stands, and what it says of itself."""

    capability = PROPOSE
    here = "fiche"
    template_name = "organisations/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The standing, and whether the person may change the details."""
        can_manage = can_manage_organisation(self.request.user, self.organisation)
        return super().get_context_data(
            standing=standing(self.organisation),
            can_edit=can_manage and not self.organisation.suspended_at,
            **kwargs,
        )


class EditView(CapabilityRequiredMixin, ManagedMixin, ServiceFormView):
    """Change the details."""

    capability = MANAGE_MEMBERS
    here = "fiche"
    form_class = DetailsForm
    template_name = "organisations/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy: the page's heading keeps the name that is stored."""
        stored = Organisation.objects.get(pk=self.organisation.pk)
        return {**super().get_form_kwargs(), "instance": stored}

    def act(self, form: DetailsForm) -> str:
        data = form.cleaned_data
        was_verified = self.organisation.verified_at
        changed = change_details(
            organisation=self.organisation,
            details={name: data[name] for name in EDITABLE if name in data},
            actor=self.actor,
            logo=data["logo_file"],
            remove_logo=data.get("remove_logo", False),
        )
        if was_verified and not changed.verified_at:
            return "La fiche est enregistrée. Le service emploi vérifie le nouveau nom."
        return "La fiche est enregistrée."

    def get_success_url(self) -> str:
        return reverse("organisations:sheet", args=[self.organisation.slug])


class LeaveView(CapabilityRequiredMixin, ScopedMixin, ServiceActionView, TemplateView):
    """Leave by oneself: asked once more, refused to the last manager of others."""

    capability = PROPOSE
    http_method_names = ["get", "post", "head", "options"]
    template_name = "organisations/leave.html"
    success_url = reverse_lazy("organisations:choice")

    def membership(self) -> Membership:
        """The person's own, or 404."""
        members = self.organisation.memberships.active().select_related("user", "organisation")
        membership: Membership = self.own(members)
        return membership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.membership()
        others = self.organisation.memberships.active().exclude(pk=own.pk)
        is_alone = not others.exists()
        return super().get_context_data(
            is_alone=is_alone,
            is_held=not is_alone and own.is_manager and not others.managers().exists(),
            **kwargs,
        )

    def act(self) -> str:
        end_membership(membership=self.membership(), reason="Départ volontaire", actor=self.actor)
        return f"Vous ne faites plus partie de «\u00a0{self.organisation.name}\u00a0»."

    def get_success_url(self) -> str:
        """The organisations that are left; this one again when leaving was refused."""
        if is_member(self.request.user, self.organisation):
            return reverse("organisations:leave", args=[self.organisation.slug])
        return str(self.success_url)
