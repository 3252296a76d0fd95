"""The people of an organisation: members, invitations, requests."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import MANAGE_MEMBERS
from portal.accounts.errors import refuse
from portal.accounts.models import Invitation, JoinRequest, Membership
from portal.accounts.rules import can_manage_organisation
from portal.accounts.services.invitations import invite_to_organisation, revoke_invitation
from portal.accounts.services.memberships import change_role, end_membership
from portal.organisations.forms import InviteForm, JoinAnswerForm, ReasonForm
from portal.organisations.services.joining import accept_join, refuse_join
from portal.organisations.views.common import ManagedMixin
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView


class _MembersMixin(CapabilityRequiredMixin, ManagedMixin):
    """A screen about the members; it comes back to the list."""

    capability = MANAGE_MEMBERS
    here = "membres"

    def get_success_url(self) -> str:
        """The list, unless the person has just lost it."""
        if not can_manage_organisation(self.person, self.organisation):
            return reverse("organisations:sheet", args=[self.organisation.slug])
        return reverse("organisations:members", args=[self.organisation.slug])

    def membership(self) -> Membership:
        """The active member that the address names, or 404."""
        members = self.organisation.memberships.active().select_related("user", "organisation")
        found: Membership = get_object_or_404(
            members,
            pk=self.kwargs["pk"],  # type: ignore[attr-defined]
        )
        return found


class MembersView(_MembersMixin, TemplateView):
    """`/mon-organisation/<slug>/membres/`."""

    template_name = "organisations/members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is there, who is invited, who asks to come."""
        organisation = self.organisation
        invitations = Invitation.objects.unanswered().filter(organisation=organisation)
        requests = organisation.join_requests.waiting()
        return super().get_context_data(
            memberships=organisation.memberships.active().select_related("user"),
            invitations=invitations.select_related("invited_by"),
            requests=requests.select_related("user"),
            **kwargs,
        )


class InviteView(_MembersMixin, ServiceFormView):
    """Invite a colleague."""

    form_class = InviteForm
    template_name = "organisations/invite.html"

    def act(self, form: InviteForm) -> str:
        invitation = invite_to_organisation(
            email=form.cleaned_data["email"],
            organisation=self.organisation,
            role=Membership.Role(form.cleaned_data["role"]),
            actor=self.actor,
        )
        return f"L’invitation est envoyée à {invitation.email}."


class _InvitationActionView(_MembersMixin, ServiceActionView):
    def invitation(self) -> Invitation:
        """The unanswered one that the address names, or 404."""
        found = self.organisation.invitations.unanswered()
        invitation: Invitation = get_object_or_404(found, pk=self.kwargs["pk"])
        return invitation


class ResendView(_InvitationActionView):
    """Send a new link in place of one that was lost or is too old."""

    def act(self) -> str:
        old = self.invitation()
        invite_to_organisation(
            email=old.email,
            organisation=self.organisation,
            role=Membership.Role(old.role),
            actor=self.actor,
        )
        return f"Un nouveau lien est envoyé à {old.email}. L’ancien ne fonctionne plus."


class RevokeView(_InvitationActionView):
    """Make a link useless."""

    def act(self) -> str:
        invitation = self.invitation()
        revoke_invitation(invitation=invitation, actor=self.actor)
        return f"L’invitation {french.of(invitation.email)} est annulée."


class RoleView(_MembersMixin, ServiceActionView):
    """Give a member the other role."""

    def act(self) -> str:
        membership = self.membership()
        role = self.request.POST.get("role", "")
        if role not in Membership.Role.values:
            refuse("Ce rôle n’existe pas.")
        changed = change_role(membership=membership, role=Membership.Role(role), actor=self.actor)
        role_label = changed.get_role_display().lower()
        if changed.user == self.person:
            return f"Vous avez maintenant le rôle de {role_label}."
        return f"{changed.user} a maintenant le rôle de {role_label}."


class RemoveView(_MembersMixin, ServiceFormView):
    """End a colleague's membership."""

    form_class = ReasonForm
    template_name = "organisations/remove.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        help_text = "Il est gardé dans le journal. La personne ne le reçoit pas."
        return {**super().get_form_kwargs(), "help_text": help_text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.membership(), **kwargs)

    def act(self, form: ReasonForm) -> str:
        membership = self.membership()
        if membership.user == self.person:
            refuse("Pour partir vous-même, utilisez «\u00a0Quitter l’organisation\u00a0».")
        end_membership(membership=membership, reason=form.cleaned_data["reason"], actor=self.actor)
        return f"{membership.user} ne fait plus partie de l’organisation."


class AnswerView(_MembersMixin, ServiceFormView):
    """Answer a request to join."""

    form_class = JoinAnswerForm
    template_name = "organisations/answer.html"

    def join_request(self) -> JoinRequest:
        """The one that the address names, or 404; one that has its answer is explained."""
        found = self.organisation.join_requests.select_related("user", "organisation")
        join_request: JoinRequest = get_object_or_404(found, pk=self.kwargs["pk"])
        return join_request

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(join_request=self.join_request(), **kwargs)

    def act(self, form: JoinAnswerForm) -> str:
        join_request, answer = self.join_request(), form.cleaned_data["answer"]
        if answer == JoinAnswerForm.REFUSE:
            reason = form.cleaned_data["reason"]
            refuse_join(join_request=join_request, reason=reason, actor=self.actor)
            asked = f"La demande {french.of(join_request.user)}"
            return f"{asked} est refusée\u00a0: un message le lui dit."
        accept_join(join_request=join_request, role=Membership.Role(answer), actor=self.actor)
        return f"{join_request.user} fait maintenant partie de l’organisation."
