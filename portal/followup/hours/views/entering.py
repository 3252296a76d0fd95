"""The tab « Heures », and the screens that write hours."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import TemplateView

from portal.followup.case.screens import CaseMixin
from portal.followup.contract.hours_rules import bounds
from portal.followup.contract.views.base import (
    AddView,
    CaseActionView,
    EditView,
    RowMixin,
    TabMixin,
)
from portal.followup.forms import FIRST_YEAR
from portal.followup.hours.counting import count_of
from portal.followup.hours.forms.deciding import TakeForm
from portal.followup.hours.forms.entering import (
    ActivityForm,
    DayEntryForm,
    HoursForm,
    WeekEntryForm,
)
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.queries import exemptions_of
from portal.followup.hours.services import entering
from portal.followup.hours.sources import found_of
from snippets import french

_WAITS = "\u00a0Elles attendent d’être confirmées."


class HoursTabView(CaseMixin, TemplateView):
    """`…/heures/`: the last weeks, newest first, beside what is planned; what waits; what is known.

    What other services know of the person is shown to those who follow them, who may take it.
    """

    tab = "hours"
    template_name = "followup/hours/tab.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        least, most = bounds(today)
        found = found_of(self.case, today=today) if self.may_write else []
        context = {
            "count": count_of(self.case, today=today),
            # Each its own form: their fields have different ids.
            "found": [
                (one, TakeForm(found=one, auto_id=f"id_{number}_%s"))
                for number, one in enumerate(found)
            ],
            "exemptions": exemptions_of(self.case, today),
            "least": least,
            "most": most,
        }
        return super().get_context_data(**(kwargs | context))


class AddHoursView(AddView):
    """`…/heures/ajouter/`: one activity over several weeks."""

    tab = "hours"
    template_name = "followup/hours/weeks_form.html"
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
        said = form.cleaned_data
        made = entering.log_hours(
            beneficiary=self.case,
            kind=said["kind"],
            hours=form.hours,
            comment=said["comment"],
            key=said["key"],
            is_confirmed=said["is_confirmed"],
            actor=self.actor,
        )
        total = french.hours(sum(entry.hours for entry in made))
        weeks = french.counted(len(made), "semaine")
        waits = "" if said["is_confirmed"] else _WAITS
        return f"C’est noté\u00a0: {total} sur {weeks}.{waits}"


class AddActivityView(AddView):
    """`…/heures/activite/`: one activity of a day, with its times."""

    tab = "hours"
    title = "Noter une activité d’un jour"
    form_class = ActivityForm

    def act(self, form: ActivityForm) -> str:
        is_confirmed = form.cleaned_data["is_confirmed"]
        row = entering.log_activity(
            beneficiary=self.case,
            values=form.values,
            key=form.cleaned_data["key"],
            is_confirmed=is_confirmed,
            actor=self.actor,
        )
        return f"C’est noté\u00a0: {french.hours(row.hours)}.{'' if is_confirmed else _WAITS}"


class EntryMixin(RowMixin):
    """A screen on one line of hours."""

    tab = "hours"
    model = ActivityLog
    key = "entry"


class EditHoursView(EntryMixin, EditView):
    """`…/heures/<entry>/`: what it said before stays in its history."""

    title = "Corriger des heures"

    @property
    def notice(self) -> str:  # type: ignore[override]
        """What a correction of a confirmed line means."""
        if self.row.is_confirmed:
            return "Ces heures sont confirmées\u00a0: en les corrigeant, vous les confirmez."
        return ""

    def make_form(self, data: Any, row: ActivityLog) -> WeekEntryForm | DayEntryForm:
        form = DayEntryForm if row.day else WeekEntryForm
        return form(data, entry=row)

    def act(self, form: WeekEntryForm | DayEntryForm) -> str:
        entering.correct_hours(
            entry=self.row,
            values=form.values,
            correction=form.cleaned_data.get("correction", ""),
            actor=self.actor,
        )
        return "Les heures sont corrigées."


class RemoveHoursView(EntryMixin, TabMixin, CaseActionView):
    """Take a line off the count."""

    def act(self) -> str:
        entering.remove_hours(entry=self.row, actor=self.actor)
        return "La ligne est retirée."
