"""Volunteering: missions that took the person on, and that count as activity.

By their account, while it is linked to the case; or by the application that the team sent for them.

The page says how many hours were planned; whoever takes them checks what was done. Once commitments
exist, with hours that both sides confirmed, they are a source of their own beside this one.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from pages.models import VolunteeringPage
from pages.models.volunteering import Rhythm
from pages.wording import KindName
from portal.applications.models import Application
from portal.applications.states import Status
from portal.followup.hours.models import Source
from portal.followup.hours.sources.found import Found
from portal.followup.hours.values import MOST_IN_A_DAY, MOST_IN_A_WEEK, monday_of
from portal.followup.link.models import AccountLink
from portal.followup.people.models import Beneficiary
from portal.followup.suggestions.models import Suggestion

_WEEK = timedelta(days=7)


def found(case: Beneficiary, since: date, today: date) -> Iterator[Found]:
    """Of a mission of each week, the weeks since a day; of one that happens once, itself."""
    links = AccountLink.unscoped.filter(beneficiary=case, cut_at__isnull=True, user__isnull=False)
    sent = Suggestion.unscoped.filter(beneficiary=case, application_id__isnull=False)
    accepted = Application.objects.filter(
        Q(participant__user__in=[*links.values_list("user", flat=True)])
        | Q(pk__in=[*sent.values_list("application_id", flat=True)]),
        kind=KindName.VOLUNTEERING,
        status=Status.HIRED,
        page__isnull=False,
    )
    applications = [*accepted.order_by("pk")]
    pages = VolunteeringPage.objects.filter(
        pk__in={one.page_id for one in applications}, counts_as_activity=True
    ).in_bulk()
    for one in applications:
        page = pages.get(one.page_id)
        if page is not None:
            yield from _found(one, page, since, today)


def _found(
    application: Application, page: VolunteeringPage, since: date, today: date
) -> Iterator[Found]:
    taken_on = timezone.localdate(application.changed_at)
    key = f"application:{application.pk}"
    if page.rhythm == Rhythm.ONE_OFF:
        on = page.starts_on or taken_on
        if since <= on <= today:
            is_a_day = bool(page.starts_on) and page.ends_on in {None, page.starts_on}
            yield _one(application, page, on, key=key, is_of_a_week=not is_a_day)
        return
    begins = max(taken_on, page.starts_on) if page.starts_on else taken_on
    last = min(page.ends_on, today) if page.ends_on else today
    monday = monday_of(max(begins, since))
    while monday <= last:
        yield _one(application, page, monday, key=f"{key}:{monday}", is_of_a_week=True)
        monday += _WEEK


def _one(
    application: Application, page: VolunteeringPage, on: date, *, key: str, is_of_a_week: bool
) -> Found:
    most = MOST_IN_A_WEEK if is_of_a_week else MOST_IN_A_DAY
    return Found(
        source=Source.VOLUNTEERING,
        key=key,
        title=application.title,
        kind="volunteering",
        on=on,
        is_of_a_week=is_of_a_week,
        hours=page.hours if page.hours and page.hours <= most else None,
        note="Mission acceptée. Les heures sont celles de l’annonce\u00a0: vérifiez-les.",
    )
