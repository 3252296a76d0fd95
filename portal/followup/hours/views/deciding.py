"""Confirm hours, say no, take a confirmation back; take an activity that was found."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import cached_property

from portal.followup.contract.views.base import AddView, CaseActionView, RowMixin, TabMixin
from portal.followup.hours.forms.deciding import ReasonForm, TakeForm
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.services import deciding, taking
from portal.followup.hours.sources.found import Found
from portal.followup.hours.views.entering import EntryMixin
from snippets import french


class ConfirmHoursView(EntryMixin, TabMixin, CaseActionView):
    """`…/heures/<entry>/confirmer/`: the line enters the totals."""

    @property
    def seen(self) -> Decimal | None:
        """The hours that the screen showed."""
        try:
            said = Decimal(self.request.POST.get("seen", ""))
        except InvalidOperation:
            return None
        return said if said.is_finite() else None

    def act(self) -> str:
        row = deciding.confirm(entry=self.row, seen=self.seen, actor=self.actor)
        return f"C’est confirmé\u00a0: {french.hours(row.hours)}."


class _ReasonView(RowMixin, AddView):
    """A decision that the person is told the reason of."""

    tab = "hours"
    model = ActivityLog
    key = "entry"
    template_name = "followup/hours/reason.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.row, **kwargs)


class RefuseHoursView(_ReasonView):
    """`…/heures/<entry>/ne-pas-retenir/`: why they do not count."""

    title = "Ne pas retenir ces heures"
    button = "Ne pas retenir"

    def act(self, form: ReasonForm) -> str:
        deciding.refuse(entry=self.row, actor=self.actor, **form.cleaned_data)
        return "C’est enregistré\u00a0: ces heures ne comptent pas. La personne lira pourquoi."


class TakeBackHoursView(_ReasonView):
    """`…/heures/<entry>/annuler-confirmation/`: it waits again."""

    title = "Annuler la confirmation"
    button = "Annuler la confirmation"

    def act(self, form: ReasonForm) -> str:
        deciding.take_back(entry=self.row, actor=self.actor, **form.cleaned_data)
        return "La confirmation est annulée\u00a0: ces heures ne comptent plus."


class TakeHoursView(AddView):
    """`…/heures/trouvee/`: take what a source knows; asks for its hours when they lack."""

    tab = "hours"
    template_name = "followup/hours/take.html"
    title = "Ajouter une activité trouvée"
    button = "Ajouter"
    form_class = TakeForm

    @cached_property
    def found(self) -> Found | None:
        """What the form is about, as it is known now."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        source, key = asked.get("source", ""), asked.get("key", "")
        return taking.found_by_key(self.case, source, key) if key else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"found": self.found}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(found=self.found, **kwargs)

    def act(self, form: TakeForm) -> str:
        said = form.cleaned_data
        row = taking.take(
            beneficiary=self.case,
            source=said["source"],
            key=said["key"],
            hours=said.get("hours"),
            actor=self.actor,
        )
        return f"C’est ajouté\u00a0: {french.hours(row.hours)}."
