"""The care team of a case, and the requests that wait."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import JOIN_TEAM, READ_CASES
from portal.followup.access import queries, rules, services
from portal.followup.access.forms import InviteForm, ReasonForm
from portal.followup.access.models import CareTeamMember
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.people.models import Professional
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView


class TeamView(CaseMixin, ServiceFormView):
    """Who reads the case, who asks to, who opened it in an emergency; a colleague is let in."""

    needs = Needs.WHOLE
    tab = "team"
    form_class = InviteForm
    template_name = "followup/access/team.html"

    @cached_property
    def may_invite(self) -> bool:
        """Whether this person answers for the case."""
        return rules.answers_for(self.person, self.case)

    def get_form_kwargs(self) -> dict[str, Any]:
        people = Professional.objects.visible_to(self.person).filter(left_on__isnull=True)
        return super().get_form_kwargs() | {"people": people.select_related("unit")}

    def post(self, *args: Any, **kwargs: Any) -> Any:
        if not self.may_invite:
            raise Http404
        return super().post(*args, **kwargs)

    def act(self, form: Any) -> str:
        services.invite(beneficiary=self.case, actor=self.actor, **form.cleaned_data)
        return f"{form.cleaned_data['professional']} entre dans le groupe de suivi."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        team = [*queries.team_of(self.person, self.case)]
        answers = self.may_invite
        return super().get_context_data(
            members=[one for one in team if one.is_open],
            waiting=[one for one in team if one.is_waiting],
            former=[one for one in team if not (one.is_open or one.is_waiting)],
            emergencies=queries.emergencies_of(self.person, self.case),
            may_invite=answers,
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("followup:team", args=[self.case.pk])


class RequestsView(CapabilityRequiredMixin, TemplateView):
    """Who asks to enter a case that one answers for, and what became of one's own requests."""

    capability = JOIN_TEAM
    template_name = "followup/access/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            to_answer=queries.to_answer(self.person),
            own=queries.with_names(self.person, [*queries.own_requests(self.person)[:20]]),
            replacements=queries.replacements(self.person),
            section="followup",
            section_of_area="team_requests",
            **kwargs,
        )


class MemberMixin(CapabilityRequiredMixin):
    """One line of a care team, within reach of who answers for the case, or one's own."""

    capability = READ_CASES
    success_url: Any = reverse_lazy("followup:team_requests")
    kwargs: dict[str, Any]

    @cached_property
    def member(self) -> CareTeamMember:
        """The line of the address. Raises Http404."""
        rows = CareTeamMember.objects.visible_to(self.person)
        # The case of one's own request is out of reach, and not read.
        found: CareTeamMember = get_object_or_404(
            rows.select_related("professional__user", "asked_by"), pk=self.kwargs["pk"]
        )
        return found


class AnswerMixin(MemberMixin):
    """For who answers: others see no request, but their own."""

    capability = JOIN_TEAM

    @cached_property
    def member(self) -> CareTeamMember:
        """A request that this person may answer. Raises Http404."""
        rows = CareTeamMember.objects.visible_to(self.person)
        found: CareTeamMember = get_object_or_404(
            rows.filter(beneficiary__in=rules.reach.write_ids(self.person)).select_related(
                "beneficiary__unit", "professional__user", "asked_by"
            ),
            pk=self.kwargs["pk"],
        )
        if not rules.may_answer(self.person, found):
            raise Http404
        return found


class ConfirmView(AnswerMixin, ServiceActionView):
    """Let in who asked."""

    def act(self) -> str:
        services.confirm(member=self.member, actor=self.actor)
        return f"{self.member.professional} entre dans le groupe de suivi."


class RefuseView(AnswerMixin, ServiceFormView):
    """Say no, and why."""

    form_class = ReasonForm
    template_name = "followup/access/reason.html"

    def act(self, form: Any) -> str:
        services.refuse(member=self.member, actor=self.actor, **form.cleaned_data)
        return "La demande est refusée."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Refuser la demande {french.of(self.member.professional)}",
            button="Refuser la demande",
            error_title="La demande n’est pas refusée",
            member=self.member,
            section="followup",
            section_of_area="team_requests",
            **kwargs,
        )


class EndView(MemberMixin, ServiceFormView):
    """End an access, or withdraw one's own request."""

    form_class = ReasonForm
    template_name = "followup/access/reason.html"

    @cached_property
    def member(self) -> CareTeamMember:
        """A line that this person may end. Raises Http404."""
        found = super().member
        is_own = found.professional.user_id == self.person.pk
        if not is_own and not rules.may_end(self.person, found):
            raise Http404
        return found

    def act(self, form: Any) -> str:
        services.end(member=self.member, actor=self.actor, **form.cleaned_data)
        return f"L’accès {french.of(self.member.professional)} est terminé."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=f"Mettre fin à l’accès {french.of(self.member.professional)}",
            button="Mettre fin à l’accès",
            error_title="L’accès n’est pas terminé",
            member=self.member,
            section="followup",
            section_of_area="team_requests",
            **kwargs,
        )
