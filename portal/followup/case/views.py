"""The default screen of a case, quick entry, and the printed summary."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.followup.access.log import Act, log
from portal.followup.access.reach import professional_of
from portal.followup.appointments import queries as appointments
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.case import services
from portal.followup.case.forms import QuickForm
from portal.followup.case.leaving import OfActiveCaseMixin
from portal.followup.case.screens import CaseFormView, CaseMixin
from portal.followup.case.sponsorship import sponsorship_of
from portal.followup.case.synthesis import synthesis_of
from portal.followup.case.tabs import Needs
from portal.followup.case.timeline import timeline_of
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.journal.rules import may_write_confidential
from portal.followup.models import Appointment, Goal
from snippets import french
from snippets.errors import DomainError
from snippets.numbers import whole_number


class CaseView(CaseMixin, TemplateView):
    """`/suivi/dossiers/<pk>/`: what happened, and what matters now.

    Who reads the identity alone is led to the pathway, which is theirs.
    """

    needs = Needs.IDENTITY
    tab = "case"
    template_name = "followup/case/synthesis.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.reads_all:
            return redirect("followup:pathway", self.case.pk)
        return super().get(request, *args, **kwargs)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not self.reads_all:
            return redirect("followup:pathway", self.case.pk)
        return super().http_method_not_allowed(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            synthesis=synthesis_of(self.case, self.person),
            sponsorship=sponsorship_of(self.case) if self.has_link else None,
            timeline=timeline_of(
                self.case,
                self.person,
                ways=self.ways,
                number=self._page(),
                origins=self.origins,
            ),
            **kwargs,
        )

    def _page(self) -> int:
        return whole_number(self.request.GET.get("page", ""), digits=4) or 1


class QuickView(KeepsTextMixin, OfActiveCaseMixin, CaseFormView):
    """`…/noter/`: an appointment, its note and what comes next."""

    draft_form = "quick"
    form_class = QuickForm
    template_name = "followup/case/quick.html"

    def get_success_url(self) -> str:
        return reverse("followup:case", args=[self.case.pk])

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        asked = whole_number(self.request.GET.get("rendez-vous", ""))
        return initial | ({} if asked is None else {"appointment": asked})

    @cached_property
    def waiting(self) -> list[Appointment]:
        """What is still to be noted; of somebody who left too."""
        return appointments.waiting(self.case, self.person)

    def is_offered(self) -> bool:
        return not self.case.has_left or bool(self.waiting)

    def get_form_kwargs(self) -> dict[str, Any]:
        me = professional_of(self.person)
        secret = me is not None and may_write_confidential(self.person, self.case)
        goals = Goal.objects.visible_to(self.person).filter(
            beneficiary=self.case, state=Goal.State.IN_PROGRESS
        )
        return super().get_form_kwargs() | {
            "waiting": self.waiting,
            "goes_on": not self.case.has_left,
            "goals": goals,
            "me": me,
            "profession": me.profession if me and secret else "",
        }

    def act(self, form: QuickForm) -> str:
        noted = services.note_meeting(beneficiary=self.case, meeting=form.meeting, actor=self.actor)
        if noted.next is None:
            return "Le rendez-vous est noté."
        day, hour = french.full_date(noted.next.starts_at), french.hour(noted.next.starts_at)
        return f"Le rendez-vous est noté. Le prochain est le {day} à {hour}."

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        if isinstance(error, DoubleBookingError):
            form.offer_to_go_on()
        return super().refused(form, error)


class SummaryView(CaseMixin, View):
    """`…/synthese.pdf`: the summary to print, without any confidential note. It is logged."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        from portal.followup.case.summary import summary_of  # reportlab is slow to load

        pdf = summary_of(self.case, self.person, printed_by=str(self.person))
        response = HttpResponse(pdf, content_type="application/pdf")
        # Neither a name nor a word of the case, in a folder of downloads.
        day = timezone.localdate()
        name = f"synthese-{self.case.shown_number}-{day:%Y-%m-%d}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def log_reading(self) -> None:
        log(actor=self.actor, act=Act.PRINT, beneficiary=self.case, place="followup:summary")
