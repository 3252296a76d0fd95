"""What will leave, when, and what holds it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from portal.followup.access.log import Act, log
from portal.followup.retention import queries
from portal.followup.retention.forms import FindForm, HoldForm, ReasonForm
from portal.followup.retention.models import RetentionHold
from portal.followup.retention.services import holding
from portal.followup.retention.states import R
from portal.followup.retention.views.base import KeptCaseMixin, RetentionMixin
from snippets.form_views import ServiceFormView

_UNKNOWN = "Aucun dossier de votre unité n’a ce numéro."


class OverviewView(RetentionMixin, ServiceFormView):
    """`/suivi/conservation/`: announced archives, slips, holds; a case by its number."""

    form_class = FindForm
    template_name = "followup/retention/overview.html"

    def form_valid(self, form: FindForm) -> HttpResponse:
        pk = queries.number_to_pk(self.person, form.cleaned_data["number"])
        if pk is None:
            form.add_error("number", _UNKNOWN)
            return self.show_again(form)
        return redirect("followup:retention_case", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        return super().get_context_data(
            noticed=queries.noticed(person),
            noticed_count=queries.count(person, R.NOTICED),
            archived_count=queries.count(person, R.ARCHIVED),
            ready_count=queries.ready_count(person),
            slips=queries.slips_of(person)[: queries.MOST],
            holds=queries.holds_of(person),
            most=queries.MOST,
            **kwargs,
        )


class CaseView(KeptCaseMixin, ServiceFormView):
    """`…/dossiers/<case>/`: where it stands, its holds, one more."""

    form_class = HoldForm
    template_name = "followup/retention/case.html"

    def get_success_url(self) -> str:
        return reverse("followup:retention_case", args=[self.case.pk])

    def act(self, form: HoldForm) -> str:
        holding.put(case=self.case, actor=self.actor, **form.cleaned_data)
        return "La conservation du dossier est arrêtée."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, row = self.found
        state = row.state if row else R.LAPSED
        if self.request.method == "GET":
            log(actor=self.actor, act=Act.READ, beneficiary=case, place="followup:retention_case")
        return super().get_context_data(
            case=case,
            row=row,
            is_archived=state == R.ARCHIVED,
            is_noticed=state == R.NOTICED,
            holds=queries.holds_of(self.person, case.pk),
            **kwargs,
        )


class LiftView(KeptCaseMixin, ServiceFormView):
    """`…/arrets/<hold>/`: retention goes on."""

    form_class = ReasonForm
    template_name = "followup/retention/form.html"

    @cached_property
    def hold(self) -> RetentionHold:
        """The hold of the address. Raises Http404."""
        rows = RetentionHold.objects.visible_to(self.person).filter(beneficiary=self.case)
        return get_object_or_404(rows, pk=self.kwargs["hold"])

    def get_success_url(self) -> str:
        return reverse("followup:retention_case", args=[self.case.pk])

    def act(self, form: ReasonForm) -> str:
        holding.lift(hold=self.hold, reason=form.cleaned_data["reason"], actor=self.actor)
        return "L’arrêt est levé\u00a0: un préavis sera donné avant tout archivage."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "title": "Lever un arrêt de la conservation",
            "notice": f"{self.hold}\u00a0: {self.hold.reason}",
            "button": "Lever cet arrêt",
            "back": self.get_success_url(),
        }
        return super().get_context_data(**(words | kwargs))
