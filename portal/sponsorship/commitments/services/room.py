"""Whether a day of a person has room for hours: asked by who declares, and by who confirms.

The association reads nothing of what the person does elsewhere: its own lines alone answer it. All
the lines of the person are counted when the person declares, and when the person confirms what the
association declared, so that nothing counts before.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import (
    HoursQuerySet,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.models.hours import MOST_IN_A_DAY
from portal.sponsorship.commitments.states import COUNTED, Side
from portal.sponsorship.commitments.values import Said, minutes_of
from snippets import french, locks

OVERLAP = "Cet horaire en recouvre un autre, déjà déclaré ce jour-là."
NOT_PASSED = "Les heures se déclarent une fois faites\u00a0: aujourd’hui n’en a pas encore autant."


def check_room(line: VolunteerHours, said: Said, hours: Decimal, *, side: Side) -> None:
    """Refuse what a day cannot hold; who calls holds the person. Raises CommitmentError."""
    locks.check_reads_committed()
    day = _of_the_day(line, said, side)
    if day.filter(commitment=line.commitment, starts_at=said.starts_at).exists():
        message = (
            f"Des heures sont déjà déclarées pour le {french.full_date(said.day)}"
            f"{' à cette heure' if said.starts_at else ''}\u00a0: corrigez-les plutôt."
        )
        raise CommitmentError(message, field="day")
    if said.minutes:
        start, end = said.minutes
        timed: Any = day.filter(starts_at__isnull=False).values_list("starts_at", "ends_at")
        for starts_at, ends_at in timed:
            other_start, other_end = minutes_of(starts_at, ends_at)
            if start < other_end and other_start < end:
                raise CommitmentError(OVERLAP, field="starts_at")
    total = (day.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)) + hours
    if total > MOST_IN_A_DAY:
        message = f"Le {french.full_date(said.day)} aurait plus de {MOST_IN_A_DAY}\u00a0h."
        raise CommitmentError(message, field="hours")
    if said.day == timezone.localdate() and total * 60 > minutes_now():
        raise CommitmentError(NOT_PASSED, field="hours")


def minutes_now() -> int:
    """How many minutes of today have passed."""
    now = timezone.localtime()
    return now.hour * 60 + now.minute


def _of_the_day(line: VolunteerHours, said: Said, side: Side) -> HoursQuerySet:
    """The other lines that take room in a day: of the person, or of what the association reads."""
    person = line.commitment.application.participant_id
    rows = VolunteerHours.objects.filter(
        commitment__application__participant=person, day=said.day, state__in=COUNTED
    )
    if side == Side.ASSOCIATION:
        own = VolunteerCommitment.objects.agreed().filter(
            organisation=line.commitment.organisation_id
        )
        rows = rows.filter(commitment__in=own.values("pk"))
    return rows.exclude(pk=line.pk) if line.pk else rows
