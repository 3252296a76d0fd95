"""The tab « Diagnostic »: the latest, what changed, the earlier ones."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.followup.case.screens import CaseMixin
from portal.followup.contract.comparing import compare
from portal.followup.contract.errors import AlreadyThereError
from portal.followup.contract.forms.diagnosis import DiagnosisForm
from portal.followup.contract.models import Diagnosis
from portal.followup.contract.queries import diagnoses_of
from portal.followup.contract.services import diagnoses
from portal.followup.contract.views.base import AddView, EditView, KeepsRowText, KeepsTextMixin


class DiagnosisMixin:
    """The diagnoses of the case, read once."""

    tab = "diagnosis"
    case: Any

    @cached_property
    def diagnoses(self) -> list[Diagnosis]:
        """Newest first."""
        return diagnoses_of(self.case)

    @property
    def last(self) -> Diagnosis | None:
        """The one that counts now."""
        return self.diagnoses[0] if self.diagnoses else None


class DiagnosisView(DiagnosisMixin, CaseMixin, TemplateView):
    """`…/diagnostic/`: the latest one, and what changed since the one before."""

    template_name = "followup/contract/diagnosis.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.diagnoses[1] if len(self.diagnoses) > 1 else None
        shown = self.last
        context = {
            "diagnosis": shown,
            "is_latest": True,
            "comparison": compare(before, shown) if before and shown else None,
            "others": self.diagnoses[1:],
        }
        return super().get_context_data(**(kwargs | context))


class EarlierDiagnosisView(DiagnosisMixin, CaseMixin, TemplateView):
    """`…/diagnostic/<diagnosis>/`: one of them, and what changed from it to the latest."""

    template_name = "followup/contract/diagnosis.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = next((one for one in self.diagnoses if one.pk == self.kwargs["diagnosis"]), None)
        if shown is None or self.last is None:
            raise Http404
        is_latest = shown.pk == self.last.pk
        context = {
            "diagnosis": shown,
            "is_latest": is_latest,
            "comparison": None if is_latest else compare(shown, self.last),
            "others": [one for one in self.diagnoses if one.pk != shown.pk],
        }
        return super().get_context_data(**(kwargs | context))


class NewDiagnosisView(KeepsTextMixin, DiagnosisMixin, AddView):
    """`…/diagnostic/nouveau/`: it begins with what the last one says."""

    template_name = "followup/contract/diagnosis_form.html"
    title = "Nouveau diagnostic"
    draft_form = "diagnosis"
    form_class = DiagnosisForm

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = DiagnosisForm.initial_of_new(self.last) | self.get_initial()
        return {**super().get_form_kwargs(), "last": self.last, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(last=self.last, **kwargs)

    def act(self, form: DiagnosisForm) -> str:
        diagnoses.diagnose(beneficiary=self.case, values=form.values, actor=self.actor)
        return "Le diagnostic est enregistré."

    def refused(self, form: Any, error: Any) -> HttpResponse:
        """Beside the date, when it is another one's."""
        if isinstance(error, AlreadyThereError):
            error.field = "on"
        return super().refused(form, error)


class EditDiagnosisView(KeepsRowText, DiagnosisMixin, EditView):
    """`…/diagnostic/<diagnosis>/modifier/`: the latest one, corrected."""

    template_name = "followup/contract/diagnosis_form.html"
    title = "Corriger le diagnostic"
    draft_form = "diagnosis"
    model = Diagnosis
    key = "diagnosis"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """An earlier one stays as it was: it is shown."""
        if self.last is None or self.row.pk != self.last.pk:
            return redirect("followup:diagnosis_one", self.case.pk, self.row.pk)
        return super().get(*args, **kwargs)

    def make_form(self, data: Any, row: Diagnosis) -> DiagnosisForm:
        return DiagnosisForm(data, last=row, initial=DiagnosisForm.initial_of(row))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(last=None, **kwargs)

    def act(self, form: DiagnosisForm) -> str:
        diagnoses.correct(
            diagnosis=self.row, values=form.values, actor=self.actor, version=self.version
        )
        return "Le diagnostic est corrigé."
