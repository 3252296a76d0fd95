"""Volunteering: hours that an association and the person both confirmed, when the person lets us.

Whose they are: by their account, while it is linked to the case; or by the application that the
team sent for them. The person ticks « Mes heures peuvent être communiquées à mon conseiller », and
takes it back when they want: nothing is found then. The association knows nothing of it.

A mission whose acceptance made no commitment (of before they existed) is proposed as it was: the
page says how many hours were planned, and whoever takes them checks what was done. Both have the
same key, that of the application and of its week: what was taken is not proposed again.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
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
from portal.sponsorship.commitments.models import HoursSharing, VolunteerHours
from portal.sponsorship.commitments.states import COUNTED, HoursState

_WEEK = timedelta(days=7)
_CONFIRMED = "Heures confirmées par l’association et par la personne."
_MORE = "D’autres heures attendent encore une confirmation."
_NOT_COUNTED = "L’annonce ne dit pas que cette mission compte dans les heures d’activité."


def found(case: Beneficiary, since: date, today: date) -> Iterator[Found]:
    """Of a mission of each week, the weeks since a day; of one that happens once, itself."""
    accepted = _accepted(case)
    yield from _of_commitments(accepted, since, today)
    applications = [*accepted.filter(commitment__isnull=True, page__isnull=False).order_by("pk")]
    pages = VolunteeringPage.objects.filter(
        pk__in={one.page_id for one in applications}, counts_as_activity=True
    ).in_bulk()
    for one in applications:
        page = pages.get(one.page_id)
        if page is not None:
            yield from _planned(one, page, since, today)


def _accepted(case: Beneficiary) -> QuerySet[Application]:
    """The applications of the person of a case that missions accepted."""
    links = AccountLink.unscoped.filter(beneficiary=case, cut_at__isnull=True, user__isnull=False)
    sent = Suggestion.unscoped.filter(beneficiary=case, application_id__isnull=False)
    return Application.objects.filter(
        Q(participant__user__in=[*links.values_list("user", flat=True)])
        | Q(pk__in=[*sent.values_list("application_id", flat=True)]),
        kind=KindName.VOLUNTEERING,
        status=Status.HIRED,
    )


def _of_commitments(accepted: QuerySet[Application], since: date, today: date) -> Iterator[Found]:
    """The confirmed hours that may be communicated, a line a week, or one for what happens once."""
    lines = VolunteerHours.objects.filter(
        commitment__application__in=accepted,
        commitment__application__participant__in=HoursSharing.objects.active().values(
            "participant"
        ),
        state__in=COUNTED,
        day__lte=today,
    ).select_related("commitment")
    by_key: dict[str, list[VolunteerHours]] = defaultdict(list)
    for line in lines.order_by("commitment__application", "day", "pk"):
        by_key[_key(line)].append(line)
    for key, rows in by_key.items():
        confirmed = [row for row in rows if row.state == HoursState.CONFIRMED]
        if confirmed and confirmed[-1].day >= since:
            yield _done(key, confirmed, is_whole=len(confirmed) == len(rows))


def _key(line: VolunteerHours) -> str:
    key = f"application:{line.commitment.application_id}"
    return key if line.commitment.is_one_off else f"{key}:{monday_of(line.day)}"


def _done(key: str, rows: list[VolunteerHours], *, is_whole: bool) -> Found:
    commitment = rows[0].commitment
    hours = sum((row.hours for row in rows), start=0 * rows[0].hours)
    is_of_a_day = len({row.day for row in rows}) == 1 and commitment.is_one_off
    notes = [_CONFIRMED]
    notes += [] if is_whole else [_MORE]
    notes += [] if commitment.counts_as_activity else [_NOT_COUNTED]
    return Found(
        source=Source.VOLUNTEERING,
        key=key,
        title=commitment.title,
        kind="volunteering",
        on=rows[0].day,
        is_of_a_week=not is_of_a_day,
        # More than a week holds is of several: whoever takes it says how many.
        hours=hours if hours <= MOST_IN_A_WEEK else None,
        is_exact=hours <= MOST_IN_A_WEEK,
        note=" ".join(notes),
    )


def _planned(
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
