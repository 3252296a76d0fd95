"""What the manager of a unit has to answer and to move."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CONDUCT_PROCEDURES
from portal.followup.procedures import queries


class UnitProceduresView(CapabilityRequiredMixin, TemplateView):
    """`/suivi/procedures/`: reports that wait, procedures, sanctions that run."""

    capability = CONDUCT_PROCEDURES
    template_name = "followup/procedures/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            work=queries.unit_work(self.person),
            today=timezone.localdate(),
            section="followup",
            section_of_area="procedures",
            **kwargs,
        )
