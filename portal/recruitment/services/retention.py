"""What a session no longer needs is forgotten, and nothing sooner."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.participation.models import FrozenCv
from portal.participation.services.cvs import erase_frozen_cv
from portal.recruitment.models import Registration
from snippets.one_by_one import sum_of_each

# Since the session.
CV_LASTS = timedelta(days=91)
BATCH = 200


def forget(*, now: datetime) -> None:
    """Erase needs of accessibility the day after the session, and CVs three months after it."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    Registration.objects.filter(roster__ends_at__lt=midnight).exclude(
        accessibility_needs=""
    ).update(accessibility_needs="")
    old = FrozenCv.objects.filter(erased_at__isnull=True, registrations__isnull=False)
    # One that went to a later session too is still needed there.
    recent = Registration.objects.filter(roster__ends_at__gte=now - CV_LASTS).exclude(cv=None)
    sum_of_each(
        old.exclude(pk__in=recent.values("cv")).distinct()[:BATCH],
        lambda frozen: erase_frozen_cv(frozen=frozen),
        failed="the CV %s of a registration was not erased",
    )
