"""What a device at the door is told: the sessions of the day, their people, their counter."""

from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict

from django.db.models import Case, CharField, Count, F, Q, QuerySet, When
from django.utils import timezone

from portal.accounts.capabilities import CANDIDATE_LIST, holds_everywhere
from portal.recruitment.models import Registration, Roster
from portal.recruitment.states import CAME, HOLDING, Status
from snippets import french
from snippets.folding import fold_name

# Somebody to whom a place is offered has not said that they come.
EXPECTED = HOLDING - {Status.OFFERED_PLACE}
AROUND = timedelta(days=1)
MAX_FOUND = 20
MIN_LETTERS = 2


class Counts(TypedDict):
    """Who is there, of those who have a place."""

    present: int
    expected: int


def sessions_of_the_day(user: Any, today: date) -> QuerySet[Roster]:
    """The sessions of yesterday, today and tomorrow that this person checks people in for."""
    first, last = _midnight(today - AROUND), _midnight(today + 2 * AROUND)
    # The scope joins memberships: what is counted is counted apart from it.
    mine = Roster.objects.manageable_by(user).values("pk")
    return (
        Roster.objects.filter(pk__in=mine, starts_at__lt=last, ends_at__gte=first)
        .annotate(
            present=Count("registrations", filter=Q(registrations__status__in=CAME)),
            expected=Count("registrations", filter=Q(registrations__status__in=EXPECTED)),
        )
        .select_related("commune")
        .order_by("starts_at", "pk")
    )


def counts_of(roster: Roster) -> Counts:
    """The counter of the door, in one query."""
    found = roster.registrations.aggregate(
        present=Count("pk", filter=Q(status__in=CAME)),
        expected=Count("pk", filter=Q(status__in=EXPECTED)),
    )
    return Counts(present=found["present"], expected=found["expected"])


def people_at_the_door(roster: Roster, user: Any) -> QuerySet[Registration]:
    """Whoever may come: those who have not confirmed are the officers' business."""
    rows = roster.registrations.select_related("participant__user", "slot", "agreement")
    if not holds_everywhere(user, CANDIDATE_LIST):
        rows = rows.exclude(status=Status.TO_CONFIRM)
    return rows.order_by("arrival", "pk")


def is_named_to(registration: Registration, user: Any) -> bool:
    """Whether this person may read the name: officers, and the organisations that were told it."""
    if holds_everywhere(user, CANDIDATE_LIST):
        return True
    return registration.shares_identity and registration.agreement.withdrawn_at is None


def named_people(roster: Roster, user: Any) -> QuerySet[Registration]:
    """Those whose name this person may read."""
    rows = people_at_the_door(roster, user)
    if holds_everywhere(user, CANDIDATE_LIST):
        return rows
    return rows.filter(shares_identity=True, agreement__withdrawn_at__isnull=True)


def find_people(roster: Roster, user: Any, text: str) -> QuerySet[Registration]:
    """Those whose first or last names begin with each of the words; one too many says « more »."""
    words = fold_name(text).split()
    if len("".join(words)) < MIN_LETTERS:
        return roster.registrations.none()
    rows = named_people(roster, user).annotate(
        folded=Case(
            When(participant__user__isnull=False, then=F("participant__user__folded_name")),
            default=F("participant__folded_name"),
            output_field=CharField(db_collation="C"),
        )
    )
    for word in words:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows.order_by("folded", "pk")[: MAX_FOUND + 1]


def time_of(registration: Registration) -> str:
    """« 14 h 20 », or nothing where people have no time of their own."""
    return french.hour(registration.slot.starts_at) if registration.slot else ""


def day_of(roster: Roster) -> datetime:
    """The midnight at which the day of the session begins."""
    return _midnight(timezone.localdate(roster.starts_at))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
