"""Reminders: three days before, then the day before, each once and in the daytime."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from pages.models import SessionStatus
from portal.recruitment import person_messages
from portal.recruitment.hours import is_night
from portal.recruitment.models import Registration, RegistrationQuerySet
from portal.recruitment.states import Status
from snippets.one_by_one import sum_of_each

# What `Registration.reminders_sent` counts, and how many days before each is written.
FIRST: Final = 1
LAST: Final = 2
DAYS_BEFORE: Final = {FIRST: 3, LAST: 1}
# One run of the job takes so many: the next one goes on.
BATCH: Final = 500


def send_reminders(*, now: datetime) -> int:
    """Write to those who have a place and were not reminded yet; return how many.

    One transaction for each person: a worker that stops loses and repeats nothing. Who registered
    today has just been told.
    """
    if is_night(now):
        return 0
    sent = 0
    for rank, days in DAYS_BEFORE.items():
        due = _due(rank, days, now).values_list("pk", flat=True)[: BATCH - sent]
        sent += sum_of_each(
            due,
            partial(_remind, rank=rank, days=days, now=now),
            failed="registration %s was not reminded",
        )
    return sent


def _due(rank: int, days: int, now: datetime) -> RegistrationQuerySet:
    """Who is to be reminded for the `rank`-th time."""
    return Registration.objects.filter(
        roster__starts_at__gte=_midnight(now, days),
        roster__starts_at__lt=_midnight(now, days + 1),
        status=Status.CONFIRMED,
        reminders_sent__lt=rank,
        changed_at__lt=_midnight(now, 0),
        roster__status=SessionStatus.SCHEDULED,
        roster__taken_down_at__isnull=True,
        participant__erased_at__isnull=True,
    ).order_by("pk")


@transaction.atomic
def _remind(pk: int, rank: int, days: int, now: datetime) -> bool:
    """Remind one person, unless another worker does, or they have left in the meantime."""
    found = (
        _due(rank, days, now)
        .select_related("roster__commune", "slot", "participant__user")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(pk=pk)
        .first()
    )
    if found is None:
        return False
    found.reminders_sent, found.asked_at = rank, now
    found.save(update_fields=["reminders_sent", "asked_at"])
    return person_messages.reminder(found, is_tomorrow=rank == LAST)


def _midnight(now: datetime, days: int) -> datetime:
    """The beginning of the day that comes `days` later, by the clock of the site."""
    day = timezone.localdate(now) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))
