"""What orientation officers have to do, and the pathway of one case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from portal.accounts.capabilities import FOLLOW_CASES
from portal.followup.clocks.kinds import Clock, Kind
from portal.followup.clocks.services import clocks_of_many
from portal.followup.entitlements.models import Entitlement
from portal.followup.orientation.models import Orientation, ReferentAssignment, ReorientationRequest
from portal.followup.people.models import Beneficiary, Professional, Unit

_CURRENT = Orientation.unscoped.filter(beneficiary=OuterRef("pk"), ends_on__isnull=True)
_REFERENT = ReferentAssignment.unscoped.filter(
    beneficiary=OuterRef("beneficiary"),
    ends_at__isnull=True,
    structure=OuterRef("structure"),
    professional__left_on__isnull=True,
    professional__user__is_active=True,
)


@dataclass(frozen=True, slots=True)
class ToOrient:
    """Somebody without an orientation. `due_on` is None when no clock runs, and `why` says why."""

    case: Beneficiary
    due_on: date | None
    why: str

    @property
    def is_overdue(self) -> bool:
        """Whether the legal time is past."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def days_left(self) -> int:
        """Whole days until the last one; below zero once it is past."""
        return (self.due_on - timezone.localdate()).days if self.due_on else 0


def cases_to_orient(user: Any) -> Any:
    """Active people whom nobody has oriented, or whose orientation ended."""
    rows = Beneficiary.objects.visible_to(user).active()
    return rows.filter(~Exists(_CURRENT)).select_related("unit", "commune")


def to_orient(user: Any) -> list[ToOrient]:
    """The same with their clocks, the first to end first; those without a clock after them."""
    cases = [*cases_to_orient(user)]
    keys = [case.pk for case in cases]
    limits = {key: _limit(found) for key, found in clocks_of_many(keys, whole=()).items()}
    rights = {
        right.beneficiary_id: right
        for right in Entitlement.unscoped.filter(beneficiary__in=keys).order_by("on", "pk")
    }
    rows = [
        ToOrient(case, limits.get(case.pk), _why(rights.get(case.pk), limits.get(case.pk)))
        for case in cases
    ]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.case.sort_name, row.case.pk))


def to_notify(user: Any) -> Any:
    """Orientations that the person was not told of, the oldest decision first."""
    return (
        Orientation.objects.visible_to(user)
        .filter(
            ends_on__isnull=True,
            notified_on__isnull=True,
            beneficiary__state=Beneficiary.State.ACTIVE,
        )
        .select_related("beneficiary", "structure", "unit")
        .order_by("starts_on", "pk")
    )


def waiting_requests(user: Any) -> Any:
    """Requests to answer, the oldest first."""
    return (
        ReorientationRequest.objects.visible_to(user)
        .filter(state=ReorientationRequest.State.SENT)
        .select_related("beneficiary", "asked_by", "asked_by__structure")
        .order_by("sent_at", "pk")
    )


def without_referent(user: Any) -> Any:
    """Orientations that nobody of their structure follows.

    No referent, one who left, or one of the former structure, who is to hand over.
    """
    return (
        Orientation.objects.visible_to(user)
        .filter(
            ~Exists(_REFERENT), ends_on__isnull=True, beneficiary__state=Beneficiary.State.ACTIVE
        )
        .select_related("beneficiary", "structure", "unit")
        .order_by(F("notified_on").asc(nulls_last=True), "starts_on", "pk")
    )


def _limit(found: list[Clock]) -> date | None:
    return next((clock.due_on for clock in found if clock.kind == Kind.ORIENTATION), None)


def _why(right: Entitlement | None, limit: date | None) -> str:
    if limit is not None:
        return ""
    if right is None:
        return "Aucun droit connu"
    if not right.has_duties:
        return "Non soumis·e aux droits et devoirs"
    return right.get_status_display()


def referents_by_case(cases: Any) -> dict[int, ReferentAssignment]:
    """The present referent of several cases, in one query."""
    rows = ReferentAssignment.unscoped.filter(beneficiary__in=cases, ends_at__isnull=True)
    return {row.beneficiary_id: row for row in rows.select_related("professional", "structure")}


def professionals_for(orientation: Orientation | None, *, unit: Any = None) -> Any:
    """Who may be the referent: advisers of the orientation's structure, and of one unit."""
    rows = Professional.unscoped.filter(
        user__groups__name__in=FOLLOW_CASES.holders, left_on__isnull=True, user__is_active=True
    )
    if orientation is not None:
        rows = rows.filter(structure=orientation.structure_id)
    if unit is not None:
        rows = rows.filter(unit=unit)
    return rows.select_related("unit", "structure").distinct()


def open_units() -> Any:
    """Those that take cases."""
    return Unit.unscoped.filter(closed_on__isnull=True)
