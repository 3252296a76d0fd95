"""Mon unité: who works in it, with how many cases, and who replaces whom."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import LEAD_UNIT
from portal.followup.access import queries, reach, rules, services
from portal.followup.access.forms import AbsenceForm
from portal.followup.access.models import Absence
from portal.followup.people.models import Professional
from snippets.form_views import ServiceActionView, ServiceFormView


class UnitMixin(CapabilityRequiredMixin):
    """For who manages a unit."""

    capability = LEAD_UNIT
    success_url: Any = reverse_lazy("followup:unit")
    kwargs: dict[str, Any]

    @cached_property
    def me(self) -> Professional:
        """Who manages: the area's door lets nobody in without a place."""
        found: Professional = reach.professional_of(self.person)
        return found


class UnitView(UnitMixin, ServiceFormView):
    """The load of each, the absences, and one more."""

    form_class = AbsenceForm
    template_name = "followup/access/unit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = Professional.objects.visible_to(self.person).filter(
            unit=self.me.unit_id, left_on__isnull=True
        )
        return super().get_form_kwargs() | {"people": people.select_related("unit")}

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        services.plan_absence(
            professional=data["professional"],
            deputy=data["deputy"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            actor=self.actor,
        )
        return f"{data['deputy']} remplace {data['professional']}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people: list[Any] = [*queries.unit_load(self.person, self.me)]
        return super().get_context_data(
            unit=self.me.unit,
            people=people,
            cases=sum(one.referent_of for one in people),
            absences=queries.absences_of(self.person, self.me),
            section="followup",
            section_of_area="unit",
            **kwargs,
        )


class EndAbsenceView(UnitMixin, ServiceActionView):
    """Somebody is back."""

    def act(self) -> str:
        rows = Absence.objects.visible_to(self.person).select_related("professional", "deputy")
        absence: Absence = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not rules.leads(self.person, absence.professional):
            raise Http404
        services.end_absence(absence=absence, actor=self.actor)
        return f"{absence.deputy} ne remplace plus {absence.professional}."
