"""Who follows a case: named by the orientation, or by the manager of its unit."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from portal.accounts.capabilities import OPEN_CASES
from portal.followup.access import reach
from portal.followup.access import rules as access_rules
from portal.followup.case.tabs import Needs
from portal.followup.orientation import queries, rules, services
from portal.followup.orientation.forms import AssignForm
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.orientation.services import ToHandOver
from portal.followup.orientation.views.deciding import WrittenDecisionView
from portal.followup.people.models import Beneficiary


class AssignView(WrittenDecisionView):
    """Name the referent; of a transfer, say what becomes of each thing."""

    draft_form = "transfer"
    capability = OPEN_CASES
    needs = Needs.IDENTITY
    form_class = AssignForm
    template_name = "followup/orientation/assign.html"

    @cached_property
    def case(self) -> Beneficiary:
        """The case of the address, if this person names its referent. Raises Http404."""
        case = super().case
        if not rules.may_assign(self.person, case):
            raise Http404
        return case

    @cached_property
    def former(self) -> ReferentAssignment | None:
        """The present referent."""
        return queries.referents_by_case([self.case.pk]).get(self.case.pk)

    @cached_property
    def items(self) -> list[ToHandOver]:
        """What they leave."""
        return services.what_to_hand_over(self.case)

    @cached_property
    def professionals(self) -> Any:
        """Who may take over: of the structure, and of one's own unit for its manager."""
        unit = None
        if not rules.decides(self.person):
            manager = reach.professional_of(self.person)
            unit = manager.unit_id if manager else 0
        found = queries.professionals_for(self.orientation, unit=unit)
        return found.exclude(pk=self.former.professional_id) if self.former else found

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.former.pk if self.former else None} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "professionals": self.professionals,
            "items": self.items,
            "reads_all": access_rules.may_read_case(self.person, self.case),
        }

    def act(self, form: AssignForm) -> str:
        data = form.cleaned_data
        services.assign(
            beneficiary=self.case,
            professional=data["professional"],
            reason=data["reason"],
            seen=data["seen"],
            fates=form.fates,
            actor=self.actor,
        )
        return f"{data['professional']} suit maintenant cette personne."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "former": self.former,
            "returned": [item for item in self.items if not item.is_asked],
            "is_transfer": self.former is not None,
            "has_choice": self.orientation is not None and self.professionals.exists(),
        }
        return super().get_context_data(**(context | kwargs))
