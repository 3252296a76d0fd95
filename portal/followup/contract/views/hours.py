"""The tab « Heures »: week by week, what reduces or waives them."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import TemplateView

from portal.followup.case.screens import CaseMixin
from portal.followup.contract.counting import count_of
from portal.followup.contract.forms.hours import EntryForm, ExemptionForm, HoursForm
from portal.followup.contract.hours_rules import bounds
from portal.followup.contract.models import ActivityLog, HoursExemption
from portal.followup.contract.queries import exemptions_of
from portal.followup.contract.services import hours
from portal.followup.contract.views.base import (
    AddView,
    CaseActionView,
    EditView,
    RowMixin,
    TabMixin,
)
from portal.followup.forms import FIRST_YEAR
from snippets import french


class HoursTabView(CaseMixin, TemplateView):
    """`…/heures/`: the last weeks, newest first, beside what is planned."""

    tab = "hours"
    template_name = "followup/contract/hours.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        least, most = bounds(today)
        context = {
            "count": count_of(self.case, today=today),
            "exemptions": exemptions_of(self.case, today),
            "least": least,
            "most": most,
        }
        return super().get_context_data(**(kwargs | context))


class AddHoursView(AddView):
    """`…/heures/ajouter/`: one activity over several weeks."""

    tab = "hours"
    template_name = "followup/contract/hours_form.html"
    title = "Noter des heures"
    form_class = HoursForm

    @property
    def until(self) -> date | None:
        """The last week that is asked, from the address."""
        try:
            asked = parse_date(self.request.GET.get("jusquau", ""))
        except ValueError:
            return None
        return asked if asked and asked.year >= FIRST_YEAR else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "until": self.until}

    def act(self, form: HoursForm) -> str:
        made = hours.log_hours(
            beneficiary=self.case,
            kind=form.cleaned_data["kind"],
            hours=form.hours,
            comment=form.cleaned_data["comment"],
            actor=self.actor,
        )
        total = french.hours(sum(entry.hours for entry in made))
        return f"C’est noté\u00a0: {total} sur {french.counted(len(made), 'semaine')}."


class EntryMixin(RowMixin):
    """A screen on one line of hours."""

    tab = "hours"
    model = ActivityLog
    key = "entry"


class EditHoursView(EntryMixin, EditView):
    """`…/heures/<entry>/`: what it said before stays in its history."""

    title = "Corriger des heures"

    def make_form(self, data: Any, row: ActivityLog) -> EntryForm:
        return EntryForm(data, entry=row)

    def act(self, form: EntryForm) -> str:
        hours.correct_hours(entry=self.row, actor=self.actor, **form.cleaned_data)
        return "Les heures sont corrigées."


class RemoveHoursView(EntryMixin, TabMixin, CaseActionView):
    """Take a line off the count."""

    def act(self) -> str:
        hours.remove_hours(entry=self.row, actor=self.actor)
        return "La ligne est retirée."


class NewExemptionView(AddView):
    """`…/heures/dispenses/nouvelle/`."""

    tab = "hours"
    anchor = "#dispenses"
    title = "Réduire ou dispenser d’heures"
    form_class = ExemptionForm

    def get_form(self, form_class: Any = None) -> ExemptionForm:
        return ExemptionForm(self.request.POST if self.request.method == "POST" else None)

    def act(self, form: ExemptionForm) -> str:
        hours.exempt(beneficiary=self.case, values=form.values, actor=self.actor)
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
        hours.change_exemption(exemption=self.row, values=form.values, actor=self.actor)
        return "C’est enregistré."


class RemoveExemptionView(ExemptionMixin, TabMixin, CaseActionView):
    """Take off what was written by mistake."""

    def act(self) -> str:
        hours.remove_exemption(exemption=self.row, actor=self.actor)
        return "C’est retiré."
