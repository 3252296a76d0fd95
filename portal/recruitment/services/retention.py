"""What a session no longer needs is forgotten, and nothing sooner."""

import logging
from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.participation.models import FrozenCv
from portal.participation.services.cvs import erase_frozen_cv
from portal.recruitment.models import Registration

# Since the session.
CV_LASTS = timedelta(days=91)
BATCH = 200
logger = logging.getLogger("declic.recruitment")


def forget(*, now: datetime) -> None:
    """Erase needs of accessibility the day after the session, and CVs three months after it."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    Registration.objects.filter(roster__ends_at__lt=midnight).exclude(
        accessibility_needs=""
    ).update(accessibility_needs="")
    old = FrozenCv.objects.filter(erased_at__isnull=True, registrations__isnull=False)
    # One that went to a later session too is still needed there.
    recent = Registration.objects.filter(roster__ends_at__gte=now - CV_LASTS).exclude(cv=None)
    for frozen in old.exclude(pk__in=recent.values("cv")).distinct()[:BATCH]:
        try:
            erase_frozen_cv(frozen=frozen)
        except Exception:
            logger.exception("the CV %s of a registration was not erased", frozen.pk)
