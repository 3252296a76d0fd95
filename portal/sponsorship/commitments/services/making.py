"""A commitment is made as an application to a mission is accepted, with what the page says."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from pages.models import VolunteeringPage
from pages.models.volunteering import Rhythm
from pages.wording import KindName
from portal.applications.models import Application
from portal.applications.services.changing import lock_application
from portal.applications.states import Status
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.models.commitment import DECLARED_AFTER
from portal.sponsorship.commitments.services import telling
from portal.sponsorship.commitments.states import State
from portal.sponsorship.commitments.texts import PERIOD_OVER
from snippets.one_by_one import sum_of_each

_OVER: dict[str, Any] = {"state": State.ENDED, "end_reason": PERIOD_OVER}


@transaction.atomic
def make_commitment(*, application: Application) -> VolunteerCommitment | None:
    """Make the commitment of an accepted application to a mission, and tell the person.

    One that is there already is returned as it is; None for an application of another kind, one
    that is not accepted, or whose person took their agreement back. One whose days take no hours
    any more is made ended, and nobody is told.
    """
    found = lock_application(application)
    if (
        found.kind != KindName.VOLUNTEERING
        or found.status != Status.HIRED
        or found.agreement.withdrawn_at
    ):
        return None
    known = VolunteerCommitment.objects.filter(application=found).first()
    if known is not None:
        return known
    page = VolunteeringPage.objects.filter(pk=found.page_id).first() if found.page_id else None
    starts_on, ends_on = period_of(page, timezone.localdate(found.changed_at))
    is_past = ends_on is not None and ends_on + DECLARED_AFTER < timezone.localdate()
    made = VolunteerCommitment.objects.create(
        application=found,
        organisation=found.organisation,
        organisation_name=found.organisation.name,
        title=found.title,
        is_one_off=bool(page and page.rhythm == Rhythm.ONE_OFF),
        starts_on=starts_on,
        ends_on=ends_on,
        counts_as_activity=bool(page and page.counts_as_activity),
        **(_OVER | {"ended_at": timezone.now()} if is_past else {}),
    )
    if not is_past:
        telling.tell_made(made)
    return made


def make_missing() -> int:
    """Make those of applications that were accepted before commitments existed; how many.

    Each in its transaction; run again, it finds nothing.
    """
    rows = Application.objects.filter(
        kind=KindName.VOLUNTEERING,
        status=Status.HIRED,
        commitment__isnull=True,
        agreement__withdrawn_at__isnull=True,
        participant__erased_at__isnull=True,
    )
    return sum_of_each(
        rows.order_by("pk").iterator(chunk_size=500),
        lambda application: make_commitment(application=application) is not None,
        failed="the commitment of application %s was not made",
    )


def period_of(page: VolunteeringPage | None, accepted_on: date) -> tuple[date, date | None]:
    """First and last day: a regular mission begins for somebody when they are accepted."""
    if page is None:
        return accepted_on, None
    starts_on = page.starts_on or accepted_on
    if page.rhythm == Rhythm.ONE_OFF:
        # Of a day that has no end, the day; of one that nobody dated, nothing is known.
        return starts_on, page.ends_on or page.starts_on
    starts_on = max(starts_on, accepted_on)
    if page.ends_on is None or page.ends_on >= starts_on:
        return starts_on, page.ends_on
    # Accepted after the end: the period is that of the page.
    return page.starts_on or page.ends_on, page.ends_on
