"""What the screens of retention share."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import LEAD_UNIT
from portal.followup.people.models import Beneficiary
from portal.followup.retention import queries
from portal.followup.retention.models import CaseRetention
from portal.followup.retention.states import R


class RetentionMixin(CapabilityRequiredMixin):
    """A screen of who answers for how long cases are kept."""

    capability = LEAD_UNIT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"section": "followup", "section_of_area": "retention"}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]


class KeptCaseMixin(RetentionMixin):
    """About one case of the unit, archived or not. One that was destroyed is nowhere."""

    kwargs: dict[str, Any]

    @cached_property
    def found(self) -> tuple[Beneficiary, CaseRetention | None]:
        """The case of the address, and where it stands. Raises Http404."""
        found = queries.case_of(self.person, self.kwargs["case"])
        if found is None or (found[1] and found[1].state == R.ANONYMISED):
            raise Http404
        return found

    @property
    def case(self) -> Beneficiary:
        """The person; their name is shown while the case is not archived."""
        return self.found[0]
