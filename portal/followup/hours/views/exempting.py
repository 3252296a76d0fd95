"""What reduces or waives the hours of a case."""

from typing import Any

from portal.followup.contract.views.base import (
    AddView,
    CaseActionView,
    EditView,
    RowMixin,
    TabMixin,
)
from portal.followup.hours.forms.exemption import ExemptionForm
from portal.followup.hours.models import HoursExemption
from portal.followup.hours.services import exempting


class NewExemptionView(AddView):
    """`…/heures/dispenses/nouvelle/`."""

    tab = "hours"
    anchor = "#dispenses"
    title = "Réduire ou dispenser d’heures"
    form_class = ExemptionForm

    def get_form(self, form_class: Any = None) -> ExemptionForm:
        return ExemptionForm(self.request.POST if self.request.method == "POST" else None)

    def act(self, form: ExemptionForm) -> str:
        exempting.exempt(beneficiary=self.case, values=form.values, actor=self.actor)
        return "C’est enregistré."


class ExemptionMixin(RowMixin):
    """A screen on one reduction or waiver."""

    tab = "hours"
    anchor = "#dispenses"
    model = HoursExemption
    key = "exemption"


class EditExemptionView(ExemptionMixin, EditView):
    """`…/heures/dispenses/<exemption>/`: its end, or a correction."""

    title = "Modifier la réduction ou la dispense"

    def make_form(self, data: Any, row: HoursExemption) -> ExemptionForm:
        return ExemptionForm(data, exemption=row)

    def act(self, form: ExemptionForm) -> str:
        exempting.change_exemption(exemption=self.row, values=form.values, actor=self.actor)
        return "C’est enregistré."


class RemoveExemptionView(ExemptionMixin, TabMixin, CaseActionView):
    """Take off what was written by mistake."""

    def act(self) -> str:
        exempting.remove_exemption(exemption=self.row, actor=self.actor)
        return "C’est retiré."
