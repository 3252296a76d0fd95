"""The pathway of one case: what was decided, by whom, and what is asked."""

from typing import Any

from django.views.generic import TemplateView

from portal.followup.access import rules as access_rules
from portal.followup.access.models import CareTeamMember
from portal.followup.case.screens import CaseMixin
from portal.followup.case.tabs import Needs
from portal.followup.orientation import rules
from portal.followup.orientation.history import history_of
from portal.followup.orientation.models import (
    Exit,
    Handover,
    Orientation,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.orientation.states import OPEN


class PathwayView(CaseMixin, TemplateView):
    """Tab « Parcours »."""

    template_name = "followup/orientation/pathway.html"
    needs = Needs.IDENTITY
    tab = "pathway"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, person = self.case, self.person
        requests = [
            *ReorientationRequest.objects.visible_to(person)
            .filter(beneficiary=case)
            .select_related("asked_by", "decided_by", "wanted_structure")
        ]
        reads_all = access_rules.may_read_case(person, case)
        may_ask = rules.may_ask(person, case)
        shown = [one for one in requests if _is_shown(one, person, may_ask=may_ask)]
        orientations = [
            *Orientation.objects.visible_to(person)
            .filter(beneficiary=case)
            .select_related("structure", "unit")
        ]
        return super().get_context_data(
            orientations=orientations,
            present=next((one for one in orientations if one.ends_on is None), None),
            referents=[
                *ReferentAssignment.objects.visible_to(person)
                .filter(beneficiary=case)
                .select_related("professional", "structure")
            ],
            members=[
                *CareTeamMember.objects.visible_to(person)
                .filter(beneficiary=case, ends_at__isnull=True, refused_at__isnull=True)
                .select_related("professional")
                .order_by("professional__name")
            ],
            requests=shown,
            open_request=next((one for one in shown if one.state in OPEN), None),
            exits=[*Exit.objects.visible_to(person).filter(beneficiary=case).order_by("-on")],
            handovers=[
                *Handover.objects.visible_to(person)
                .filter(beneficiary=case)
                .select_related("assignment__professional")
                .order_by("-at", "pk")
            ],
            history=history_of(case),
            reads_all=reads_all,
            may_ask=may_ask,
            may_orient=rules.decides(person),
            may_assign=rules.may_assign(person, case),
            **kwargs,
        )


def _is_shown(one: ReorientationRequest, person: Any, *, may_ask: bool) -> bool:
    """What was not sent is the matter of who writes it; given back by a transfer, its author's."""
    if one.sent_at is not None or one.asked_by.user_id == person.pk:
        return True
    return may_ask and one.state == ReorientationRequest.State.DRAFT
