"""What those who recruit see of applications, and which of them they may answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from portal.applications.delays import overdue_before
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.states import PENDING, UNANSWERED, Status
from portal.participation.recruiting import is_agent, recruiting_for
from portal.participation.rules import people_acted_for
from snippets.folding import fold_name


def answerable_by(user: Any) -> ApplicationQuerySet:
    """Those that a person may answer: all for an officer, those received for a member.

    Whoever follows somebody else's pathway does not recruit the people that they follow.
    """
    rows = Application.objects.visible_to(user)
    if is_agent(user):
        return rows
    return rows.filter(
        organisation__in=recruiting_for(user),
        agreement__withdrawn_at__isnull=True,
        hidden_at__isnull=True,
    ).exclude(Q(status=Status.TO_CONFIRM) | Q(participant__user__in=people_acted_for(user)))


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows and sorts a list of candidates."""

    text: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    with_cv: bool = False
    sort: str = ""


WAITING, CLOSED_ONES = "en-attente", "closes"
SORTS: dict[str, tuple[Any, ...]] = {
    "": (F("sent_at").desc(nulls_first=True), "-pk"),
    "ancien": (F("sent_at").asc(nulls_last=True), "pk"),
    "nom": ("name_key", "pk"),
    "-nom": ("-name_key", "-pk"),
    "etat": ("status", "-sent_at", "-pk"),
}


def with_names(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """`name_key`: what a person is sorted and found by, with an account or without."""
    return rows.annotate(
        name_key=Coalesce(
            NullIf(F("participant__user__folded_name"), Value("")), F("participant__folded_name")
        )
    )


def narrowed(
    applications: ApplicationQuerySet, filters: Filters, *, now: datetime | None = None
) -> ApplicationQuerySet:
    """The rows that a form describes, in its order."""
    rows: Any = with_names(applications)
    for word in fold_name(filters.text).split():
        rows = rows.filter(name_key__contains=word)
    if filters.status == WAITING:
        rows = rows.filter(status__in=PENDING)
    elif filters.status == CLOSED_ONES:
        rows = rows.exclude(status__in=(*PENDING, Status.TO_CONFIRM))
    elif filters.status in Status.values:
        rows = rows.filter(status=filters.status)
    if filters.since:
        rows = rows.filter(sent_at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(sent_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.late:
        rows = overdue(rows, now)
    if filters.with_cv:
        rows = rows.filter(cv__isnull=False, cv__erased_at__isnull=True)
    ordered: ApplicationQuerySet = rows.order_by(*SORTS.get(filters.sort, SORTS[""]))
    return ordered


def for_lists(rows: ApplicationQuerySet) -> ApplicationQuerySet:
    """With all that a line shows, in one query."""
    return rows.select_related(
        "participant__user", "participant__commune", "cv", "organisation", "agreement"
    )


def overdue(rows: ApplicationQuerySet, now: datetime | None = None) -> ApplicationQuerySet:
    """Those that should have had a first answer."""
    return rows.filter(status__in=UNANSWERED, sent_at__lt=overdue_before(now or timezone.now()))


def by_opportunity(rows: ApplicationQuerySet, *, now: datetime | None = None) -> Any:
    """One line an opportunity: how many, how many new, how many late; what waits first.

    Those whose page was deleted are one line an organisation, without `page_id`.
    """
    waiting = Q(status__in=UNANSWERED)
    late = waiting & Q(sent_at__lt=overdue_before(now or timezone.now()))
    return (
        rows.order_by()
        .values("page_id", "page__title", "organisation_id", "organisation__name")
        .annotate(
            kind=Min("kind"),
            total=Count("pk"),
            new=Count("pk", filter=Q(status=Status.SENT)),
            waiting=Count("pk", filter=waiting),
            late=Count("pk", filter=late),
            oldest=Min("sent_at", filter=waiting),
        )
        .order_by(F("oldest").asc(nulls_last=True), "page__title", "page_id")
    )


def to_answer_first(rows: ApplicationQuerySet, limit: int = 5) -> list[Application]:
    """The unanswered ones that have waited longest: late ones are first by themselves."""
    waiting = rows.filter(status__in=UNANSWERED).order_by("sent_at", "pk")
    return list(for_lists(waiting)[:limit])


def counts_by_page(rows: ApplicationQuerySet) -> dict[int, tuple[int, int]]:
    """(new, total) of each page that has applications."""
    counted = rows.order_by().filter(page__isnull=False).values("page_id")
    counted = counted.annotate(total=Count("pk"), new=Count("pk", filter=Q(status=Status.SENT)))
    return {row["page_id"]: (row["new"], row["total"]) for row in counted}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
