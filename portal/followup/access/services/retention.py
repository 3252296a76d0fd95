"""What time ends by itself: requests without an answer, lines of the log after a year."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.followup.access import telling
from portal.followup.access.models import AccessEntry, CareTeamMember
from portal.followup.access.services.team import LAPSED
from portal.followup.rows.scope import Scope, system_scope

LOG_KEPT = timedelta(days=366)


@transaction.atomic
def lapse_requests(*, now: datetime) -> int:
    """End the requests whose delay is over, tell who asked; return how many."""
    with system_scope(Scope.ACCESS):
        rows = CareTeamMember.objects.in_system_scope().filter(
            confirmed_at__isnull=True,
            refused_at__isnull=True,
            ends_at__isnull=True,
            lapses_at__lte=now,
        )
        lapsed = [
            *rows.select_for_update(of=("self",), skip_locked=True).select_related(
                "professional__user", "asked_by__user"
            )
        ]
        for member in lapsed:
            member.ends_at, member.end_reason = now, LAPSED
            member.save(update_fields=["ends_at", "end_reason"])
            telling.tell_answer(member, telling.LAPSED)
    return len(lapsed)


def purge_log(*, now: datetime) -> int:
    """Delete the lines of more than twelve months; return how many."""
    with system_scope(Scope.ACCESS_LOG_PURGE):
        old = AccessEntry.objects.in_system_scope().filter(at__lt=now - LOG_KEPT)
        return int(old.delete()[0])
