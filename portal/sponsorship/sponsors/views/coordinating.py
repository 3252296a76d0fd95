"""`/parrainage/coordination/parrains/`: the coordinator's list, and one sponsor."""

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.sponsorship.access import CoordinatorMixin
from portal.sponsorship.clock import contact_by
from portal.sponsorship.forms import ReasonForm
from portal.sponsorship.questions import QuestionView
from portal.sponsorship.sponsors import queries
from portal.sponsorship.sponsors.forms import DeclineForm, FilterForm, InterviewForm
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services import absences, vetting
from portal.sponsorship.sponsors.states import Role, State, may_go
from snippets.form_views import ServiceActionView

PER_PAGE = 50
# What the sheet proposes, by the state that it leads to.
_ACTS = {
    "contact": State.CONTACTED,
    "interview": State.INTERVIEWED,
    "accept": State.ACCEPTED,
    "decline": State.DECLINED,
    "pause": State.PAUSED,
    "end": State.LEFT,
}


class SponsorsView(CoordinatorMixin, TemplateView):
    """Everybody, the late ones first."""

    here = "parrains"
    template_name = "sponsorship/sponsors/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        rows = queries.filtered(
            queries.listed(self.person, timezone.now()),
            state=asked.get("etat", ""),
            domain=asked.get("domaine", ""),
            text=asked.get("q", ""),
        )
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            page=page,
            grants=queries.without_application(self.person),
            rows=[(row, contact_by(row.applied_at)) for row in page],
            **kwargs,
        )


class _OneMixin(CoordinatorMixin):
    """One sponsor; 404 for none."""

    here = "parrains"
    kwargs: dict[str, Any]

    @cached_property
    def sponsor(self) -> Sponsor:
        """The row of the address."""
        rows = Sponsor.objects.visible_to(self.person).select_related("user", "commune")
        found: Sponsor = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_success_url(self) -> str:
        return reverse("sponsorship:sponsor", args=[self.sponsor.pk])


class SponsorView(_OneMixin, TemplateView):
    """All that is known of one, and what may be done now."""

    template_name = "sponsorship/sponsors/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sponsor = self.sponsor
        acts = {name: may_go(sponsor.state, to, Role.COORDINATOR) for name, to in _ACTS.items()}
        acts["resume"] = sponsor.state == State.PAUSED
        acts["accept"] = sponsor.state == State.INTERVIEWED
        late = sponsor.state == State.APPLIED and timezone.localdate() > contact_by(
            sponsor.applied_at
        )
        return super().get_context_data(
            sponsor=sponsor,
            acts=acts,
            is_late=late,
            is_own=sponsor.user_id == self.person.pk,
            contact_by=contact_by(sponsor.applied_at),
            signatures=sponsor.signatures.all(),
            steps=sponsor.steps.select_related("by"),
            **kwargs,
        )


class ContactView(_OneMixin, ServiceActionView):
    """« Contact pris »: the clock stops."""

    def act(self) -> str:
        vetting.note_contact(sponsor=self.sponsor, actor=self.actor)
        return "Le contact est noté."


class ResumeView(_OneMixin, ServiceActionView):
    """End a pause."""

    def act(self) -> str:
        absences.resume(sponsor=self.sponsor, role=Role.COORDINATOR, actor=self.actor)
        return "La pause est finie."


class _SponsorQuestionView(_OneMixin, QuestionView):
    """A question about one sponsor."""

    template_name = "sponsorship/sponsors/act.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sponsor=self.sponsor, **kwargs)


class InterviewView(_SponsorQuestionView):
    """Write what was said in the interview, or correct it."""

    form_class = InterviewForm
    title = "Entretien"
    explains = "N’écrivez que ce qui sert à former un binôme."
    button = "Garder la note"

    def get_initial(self) -> dict[str, Any]:
        return {"note": self.sponsor.interview_note}

    def act(self, form: InterviewForm) -> str:
        vetting.note_interview(
            sponsor=self.sponsor, note=form.cleaned_data["note"], actor=self.actor
        )
        return "L’entretien est noté."


class AcceptView(_SponsorQuestionView):
    """Welcome: the level is given."""

    form_class = ReasonForm
    title = "Accueillir dans le parrainage"
    explains = (
        "La personne reçoit le niveau «\u00a0Parrain, marraine\u00a0» et un message. Elle signe la "
        "charte avant tout binôme. Le motif est gardé dans le journal des droits."
    )
    button = "Accueillir"

    def act(self, form: ReasonForm) -> str:
        vetting.accept(sponsor=self.sponsor, reason=form.cleaned_data["reason"], actor=self.actor)
        return f"{self.sponsor} est parrain ou marraine, et reçoit un message."


class DeclineView(_SponsorQuestionView):
    """Say no."""

    form_class = DeclineForm
    title = "Ne pas retenir la candidature"
    explains = (
        "La personne reçoit un message qui la remercie. Le motif n’y est pas\u00a0: elle peut le "
        "lire si elle demande ses données."
    )
    button = "Ne pas retenir"

    def act(self, form: DeclineForm) -> str:
        data = form.cleaned_data
        vetting.decline(
            sponsor=self.sponsor, reason=data["reason"], word=data["word"], actor=self.actor
        )
        return "La réponse est partie."


class PauseView(_SponsorQuestionView):
    """Propose nobody more to them."""

    form_class = ReasonForm
    title = "Mettre en pause"
    explains = (
        "Personne de nouveau ne lui est proposé. Les binômes en cours continuent. La personne "
        "reçoit un message, et peut reprendre elle-même."
    )
    button = "Mettre en pause"

    def act(self, form: ReasonForm) -> str:
        absences.pause(
            sponsor=self.sponsor,
            role=Role.COORDINATOR,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return f"{self.sponsor} est en pause."


class EndView(_SponsorQuestionView):
    """End it: the level goes."""

    form_class = ReasonForm
    title = "Mettre fin au parrainage"
    explains = (
        "La personne perd le niveau «\u00a0Parrain, marraine\u00a0», ses sessions se ferment, et "
        "elle reçoit un message. Le motif est gardé dans le journal des droits."
    )
    button = "Mettre fin"

    def act(self, form: ReasonForm) -> str:
        absences.leave(
            sponsor=self.sponsor,
            role=Role.COORDINATOR,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return f"{self.sponsor} n’est plus parrain ou marraine."
