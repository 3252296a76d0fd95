"""Whose cases the home page and the caseload show, and what waits for somebody.

`unscoped` is met here on purpose: each query begins with what one is to a case (referent, deputy,
manager), which scopes it, and the second lock stands behind. The home page of an adviser with a
hundred and fifty cases costs twelve queries (`make bench`).
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.accounts.capabilities import FOLLOW_CASES, LEAD_UNIT, ORIENT, has_capability
from portal.followup.access.models import Absence, CareTeamMember
from portal.followup.booking.queries import with_unanswered
from portal.followup.hours.queries import with_waiting_hours
from portal.followup.models import (
    Appointment,
    Beneficiary,
    Orientation,
    Professional,
    ReferentAssignment,
    ReorientationRequest,
    SavedFilter,
)

# An answer stays on the home page of who asked for so long.
ANSWER_DAYS = 30
# Of those whom nobody oriented, the home page of an officer looks at so many.
MOST_TO_ORIENT = 300
_SHOWN = (
    "number",
    "first_name",
    "birth_name",
    "used_name",
    "sort_name",
    "state",
    "unit_id",
)
# What names somebody.
_NAMED = ("beneficiary__first_name", "beneficiary__birth_name", "beneficiary__used_name")


def professionals_acted_for(me: Professional) -> Q:
    """Whose cases one has now: one's own, and those of the absent colleagues one replaces.

    Asked once, and by key from then on: PostgreSQL finds the rows by the index.
    """
    if "acted_for" not in me.__dict__:
        now = timezone.now()
        absent = Absence.unscoped.filter(deputy=me, starts_at__lte=now, ends_at__gt=now)
        me.__dict__["acted_for"] = [me.pk, *absent.values_list("professional", flat=True)]
    return Q(professional__in=me.__dict__["acted_for"])


def present_assignments(of: Q) -> QuerySet[ReferentAssignment]:
    """The present referents, narrowed."""
    now = timezone.now()
    rows: QuerySet[ReferentAssignment] = ReferentAssignment.unscoped.filter(
        of, Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now
    )
    return rows


def own_cases(me: Professional) -> Any:
    """Active cases of which one is the referent, or its deputy, with the assignment of each.

    `assignment_id`, `referent_id`, `referent_name`, `seen_at`, `unanswered_on`, `waiting_hours`.
    """
    assignments = present_assignments(professionals_acted_for(me))
    cases = _active().filter(referentassignment__in=assignments)
    return with_waiting_hours(with_unanswered(_with_referent(cases)))


def unit_cases(me: Professional) -> Any:
    """Active cases of the unit, with the present referent of each, or None, and `unanswered_on`."""
    return with_unanswered(_with_present_referent(_active().filter(unit=me.unit_id)))


def cases_to_orient(user: Any) -> Any:
    """Active people whom nobody oriented: those who wait longest first. No more than some."""
    rows = Beneficiary.objects.visible_to(user).active().only(*_SHOWN)
    current = Orientation.unscoped.filter(beneficiary=OuterRef("pk"), ends_on__isnull=True)
    waiting = rows.filter(~Exists(current)).order_by("created_at", "pk")
    return _with_present_referent(waiting)[:MOST_TO_ORIENT]


def cases_to_notify(user: Any) -> Any:
    """Active people whose orientation was decided, and not told."""
    rows = Beneficiary.objects.visible_to(user).active().only(*_SHOWN)
    silent = Orientation.unscoped.filter(
        beneficiary=OuterRef("pk"), ends_on__isnull=True, notified_on__isnull=True
    )
    return _with_present_referent(rows.filter(Exists(silent)).order_by("pk"))[:MOST_TO_ORIENT]


def appointments_of_the_day(me: Professional, day: Any) -> Any:
    """What one has today, and what one's absent colleagues had, by hour."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return (
        Appointment.unscoped.filter(
            professionals_acted_for(me),
            starts_at__gte=start,
            starts_at__lt=start + timedelta(days=1),
        )
        .exclude(state=Appointment.State.CANCELLED)
        .select_related("beneficiary", "kind", "professional")
        .only("starts_at", "mode", "state", *_NAMED, "kind__label", "professional__name")
        .order_by("starts_at", "pk")
    )


def answers_to(me: Professional) -> Any:
    """What became of one's requests lately: the former referent keeps this line."""
    since = timezone.now() - timedelta(days=ANSWER_DAYS)
    return ReorientationRequest.unscoped.filter(
        asked_by=me,
        state__in=[ReorientationRequest.State.ACCEPTED, ReorientationRequest.State.REFUSED],
        decided_at__gte=since,
    ).order_by("-decided_at", "-pk")


def team_requests_to(me: Professional, *, leads: bool) -> Any:
    """Colleagues who ask to enter the care team of a case that one answers for."""
    own = Q(beneficiary__in=present_assignments(professionals_acted_for(me)).values("beneficiary"))
    if leads:
        own |= Q(beneficiary__unit=me.unit_id)
    rows = CareTeamMember.unscoped.filter(
        own,
        confirmed_at__isnull=True,
        refused_at__isnull=True,
        ends_at__isnull=True,
        lapses_at__gt=timezone.now(),
    ).exclude(professional=me)
    return (
        rows.select_related("beneficiary", "professional")
        .only("lapses_at", *_NAMED, "professional__name")
        .order_by("lapses_at", "pk")
    )


def requests_to_decide(user: Any) -> Any:
    """Requests of referents that wait for an officer."""
    return (
        ReorientationRequest.objects.visible_to(user)
        .filter(state=ReorientationRequest.State.SENT)
        .select_related("beneficiary", "asked_by")
        .order_by("sent_at", "pk")
    )


def saved_filters(user: Any) -> list[SavedFilter]:
    """The tabs of a person, the first one kept first."""
    return list(SavedFilter.objects.visible_to(user))


def _active() -> Any:
    return Beneficiary.unscoped.filter(state=Beneficiary.State.ACTIVE).only(*_SHOWN)


def _with_referent(rows: Any) -> Any:
    """The assignment that the query is joined to."""
    return rows.annotate(
        assignment_id=F("referentassignment__pk"),
        referent_id=F("referentassignment__professional"),
        referent_name=F("referentassignment__professional__name"),
        seen_at=F("referentassignment__seen_at"),
    )


def _with_present_referent(rows: Any) -> Any:
    """The same for rows that have no referent, or one: the constraint lets one be present."""
    present = ReferentAssignment.unscoped.filter(beneficiary=OuterRef("pk"), ends_at__isnull=True)
    return rows.annotate(
        referent_id=present.values("professional")[:1],
        referent_name=present.values("professional__name")[:1],
    )


def leads(user: Any) -> bool:
    """Whether somebody conducts a unit."""
    return has_capability(user, LEAD_UNIT)


def follows(user: Any) -> bool:
    """Whether somebody has cases of their own."""
    return has_capability(user, FOLLOW_CASES)


def orients(user: Any) -> bool:
    """Whether somebody decides orientations."""
    return has_capability(user, ORIENT)
