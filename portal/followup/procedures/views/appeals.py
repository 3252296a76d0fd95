"""The screens of who answers appeals: the procedure alone, no case."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import DECIDE_APPEALS
from portal.followup.access.log import Act, log
from portal.followup.people.models import Beneficiary
from portal.followup.procedures import queries, services
from portal.followup.procedures.forms import AppealAnswerForm
from portal.followup.procedures.models import (
    Appeal,
    Observation,
    ProcedureAct,
    SanctionProcedure,
)
from portal.followup.stale_forms import SentAgainMixin
from snippets.form_views import ServiceFormView


class AppealsView(CapabilityRequiredMixin, TemplateView):
    """`/suivi/recours/`: those that wait, those that one answered."""

    capability = DECIDE_APPEALS
    template_name = "followup/procedures/appeals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            waiting=queries.appeals_to_answer(self.person).select_related("procedure"),
            answered=queries.appeals_answered(self.person)[:50],
            section="followup",
            section_of_area="appeals",
            **kwargs,
        )


class AppealView(SentAgainMixin, CapabilityRequiredMixin, ServiceFormView):
    """`/suivi/recours/<appeal>/`: read the procedure, answer."""

    capability = DECIDE_APPEALS
    template_name = "followup/procedures/appeal.html"
    form_class = AppealAnswerForm
    success_url = reverse_lazy("followup:appeals")

    @cached_property
    def appeal(self) -> Appeal:
        """One that waits, and that is not of one's own decision. Raises Http404."""
        return get_object_or_404(queries.appeals_to_answer(self.person), pk=self.kwargs["appeal"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # A form that is shown again shows the procedure again.
        if response.status_code != HTTPStatus.FOUND:
            log(
                actor=self.actor,
                act=Act.READ,
                beneficiary=Beneficiary(pk=self.appeal.beneficiary_id),
                place="followup:appeal",
            )
        return response

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.appeal.version}

    def act(self, form: AppealAnswerForm) -> str:
        services.answer_appeal(appeal=self.appeal, actor=self.actor, **form.cleaned_data)
        return "La réponse est enregistrée. La ou le responsable de l’unité la notifie."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal, person = self.appeal, self.person
        procedures = SanctionProcedure.objects.visible_to(person)
        row = get_object_or_404(
            procedures.select_related("report__structure", "period"), pk=appeal.procedure_id
        )
        own = {"procedure": row}
        return super().get_context_data(
            appeal=appeal,
            row=row,
            observations=Observation.objects.visible_to(person).filter(**own),
            acts=ProcedureAct.objects.visible_to(person).filter(**own),
            section="followup",
            section_of_area="appeals",
            **kwargs,
        )
