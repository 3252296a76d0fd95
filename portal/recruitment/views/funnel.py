"""The funnel of a session, and of a quarter."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView

from pages.models.session import SessionStatus
from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.participation.recruiting import is_agent
from portal.recruitment.funnel import STAGES, Funnel, funnel_of, quarters
from portal.recruitment.models import Roster
from portal.recruitment.suppression import SMALLEST, Line
from portal.recruitment.views.gate import RosterMixin


class FunnelView(RosterMixin, TemplateView):
    """`/rencontres/<pk>/bilan/`: for those who manage the list."""

    template_name = "recruitment/outcomes/funnel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = self.viewer.is_agent
        funnel = funnel_of([self.roster], tells_who_helped=told)
        return super().get_context_data(sees_all=told, **_shown(funnel), **kwargs)


class PeriodFunnelView(CapabilityRequiredMixin, TemplateView):
    """`/rencontres/bilan/?trimestre=2027-1`: the sessions of a quarter, for the officers."""

    capability = CANDIDATE_LIST
    template_name = "recruitment/outcomes/period.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for those who have the list of some sessions only: a sum would tell of others'."""
        response = super().dispatch(request, *args, **kwargs)
        if not is_agent(request.user):
            raise Http404
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposed = quarters(timezone.localdate())
        asked = self.request.GET.get("trimestre", "")
        quarter = next((item for item in proposed if item.value == asked), proposed[0])
        starts, ends = quarter.bounds
        rosters = Roster.objects.manageable_by(self.person).filter(
            starts_at__gte=starts,
            starts_at__lt=ends,
            starts_at__lte=timezone.now(),
            status=SessionStatus.SCHEDULED,
        )
        found = list(rosters)
        return super().get_context_data(
            quarters=proposed,
            quarter=quarter,
            rosters=found,
            **_shown(funnel_of(found, tells_who_helped=True)),
            **kwargs,
        )


def _shown(funnel: Funnel) -> dict[str, Any]:
    return {
        "funnel": funnel,
        "stages": STAGES,
        "smallest": SMALLEST,
        "details": [
            ("canal", "Par arrivée", "Arrivée", _named(funnel.by_channel, "Autres arrivées")),
            ("commune", "Par commune", "Commune", _named(funnel.by_commune, "Autres communes")),
        ],
    }


def _named(lines: list[Line], others: str) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """Each line with its name, and its cells with that of their stage."""
    return [(line.name or others, list(zip(STAGES, line.cells, strict=True))) for line in lines]
