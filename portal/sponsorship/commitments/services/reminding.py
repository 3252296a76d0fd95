"""What waits for an answer, told once a day in one message, and recalled once a week at most.

Each side of each association, and each person, is one transaction under a lock of its own: killed
anywhere, a job does the rest when it runs again; run twice, it finds nothing to tell.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.sponsorship.commitments.models import HoursQuerySet, VolunteerHours
from portal.sponsorship.commitments.services import telling
from portal.sponsorship.commitments.states import Side
from snippets import french, locks
from snippets.mail.queue import queue_mail
from snippets.one_by_one import sum_of_each
from snippets.site import site_settings

WEEK = timedelta(days=7)
_OWNER = {
    Side.ASSOCIATION: "commitment__organisation_id",
    Side.VOLUNTEER: "commitment__application__participant_id",
}


def tell_all_waiting(now: datetime | None = None) -> int:
    """Tell each side of what is new, or recall what waits for long; how many messages."""
    now = now or timezone.now()
    return sum(_tell_side(side, now) for side in Side)


def _tell_side(side: Side, now: datetime) -> int:
    waiting = _waiting(side).order_by(_OWNER[side])
    return sum_of_each(
        list(waiting.values_list(_OWNER[side], flat=True).distinct()),
        lambda owner: _tell(side, owner, now),
        failed="what waits for %s was not told",
    )


def _waiting(side: Side) -> HoursQuerySet:
    """What a side is to answer, of people who agree to be known."""
    return VolunteerHours.objects.waiting_for(side).filter(
        commitment__application__agreement__withdrawn_at__isnull=True
    )


@transaction.atomic
def _tell(side: Side, owner: int, now: datetime) -> int:
    """One message to one side, when there is something new or something old; how many."""
    locks.take(f"sponsorship.hours {side} {owner}")
    of_owner = {_OWNER[side]: owner}
    waiting = _waiting(side).filter(**of_owner)
    rows = list(
        waiting.select_related(
            "commitment__application__participant__user",
            "commitment__application__page",
            "commitment__organisation",
        ).order_by("pk")
    )
    if not rows:
        return 0
    is_new = any(row.announced_at is None for row in rows)
    if not is_new and not _is_late(rows, of_owner, now):
        return 0
    days = 0 if is_new else site_settings().hours_reminder_days
    told = (_to_association if side == Side.ASSOCIATION else _to_person)(rows, days)
    if told:
        # What was declared meanwhile is not in the message.
        told_of = VolunteerHours.objects.filter(pk__in=[row.pk for row in rows])
        told_of.update(**{"announced_at" if is_new else "reminded_at": now})
    return told


def _is_late(rows: list[VolunteerHours], of_owner: dict[str, int], now: datetime) -> bool:
    """Whether something waits for long, and nothing was recalled within a week."""
    since = now - timedelta(days=site_settings().hours_reminder_days)
    last = VolunteerHours.objects.filter(**of_owner).aggregate(last=Max("reminded_at"))["last"]
    is_quiet = last is None or last <= now - WEEK
    return is_quiet and any(row.declared_at <= since for row in rows)


def _to_association(rows: list[VolunteerHours], days: int) -> int:
    commitment = rows[0].commitment
    pages = [row.commitment.application.page for row in rows]
    owners = [page.owner_id for page in pages if page]
    members = telling.managers_of(commitment.organisation, owners=owners)
    for member in members:
        queue_mail(
            "volunteer_hours_to_confirm",
            to=member.email,
            context={
                "recipient_name": str(member),
                "organisation_name": commitment.organisation_name,
                "count": len(rows),
                "missions": _by_mission(rows),
                "days": days,
                "follow_url": telling.list_url(),
            },
        )
    return len(members)


def _to_person(rows: list[VolunteerHours], days: int) -> int:
    commitment = rows[0].commitment
    telling.to_volunteer(
        "volunteer_hours_declared",
        commitment,
        count=len(rows),
        missions=_by_mission(rows),
        days=days,
    )
    return int(bool(commitment.participant.address))


def _by_mission(rows: list[VolunteerHours]) -> str:
    """One line a mission: its title, and how many declarations."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.commitment.title] = counts.get(row.commitment.title, 0) + 1
    return "\n".join(
        f"{title}\u00a0: {french.counted(count, 'déclaration')}"
        for title, count in sorted(counts.items())
    )
