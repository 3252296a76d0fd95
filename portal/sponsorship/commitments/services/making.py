"""A commitment is made as an application to a mission is accepted, with what the page says."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from pages.models import VolunteeringPage
from pages.models.volunteering import Rhythm
from pages.wording import KindName
from portal.applications.models import Application
from portal.applications.services.changing import lock_application
from portal.applications.states import Status
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.services import telling


@transaction.atomic
def make_commitment(*, application: Application) -> VolunteerCommitment | None:
    """Make the commitment of an accepted application to a mission, and tell the person.

    One that is there already is returned as it is; None for an application of another kind, one
    that is not accepted, or whose person took their agreement back.
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
    made = VolunteerCommitment.objects.create(
        application=found,
        organisation=found.organisation,
        organisation_name=found.organisation.name,
        title=found.title,
        is_one_off=bool(page and page.rhythm == Rhythm.ONE_OFF),
        starts_on=starts_on,
        ends_on=ends_on,
        counts_as_activity=bool(page and page.counts_as_activity),
    )
    telling.tell_made(made)
    return made


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
