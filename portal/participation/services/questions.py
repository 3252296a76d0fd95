"""Which questions will be asked about a person, and dropping those that may not be any more."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.participation.answering import recent_facts, settle
from portal.participation.models import About, OutcomeQuestion, Participant, Side
from snippets.models import Organisation

# Days after they met. The officer enters what is known at the session itself.
DAYS: dict[str, tuple[int, ...]] = {Side.ORGANISATION: (7, 30, 90), Side.PERSON: (30, 90)}
# After a hiring: « toujours en poste ? »
EMPLOYED_DAYS = (30, 90)


@transaction.atomic
def plan(
    *,
    participant: Participant,
    organisation: Organisation | None,
    about: About,
    about_id: int,
    met_on: date,
    sides: Collection[Side],
    days: tuple[int, ...] | None = None,
    now: datetime | None = None,
) -> None:
    """Plan what will be asked; planned twice is once, and what is known already is answered."""
    now = now or timezone.now()
    locked = lock_person(participant)
    if locked.erased_at is not None:
        return
    OutcomeQuestion.objects.bulk_create(
        (
            OutcomeQuestion(
                participant=locked,
                organisation=organisation,
                about=about,
                about_id=about_id,
                side=side,
                day=day,
                due_on=met_on + timedelta(days=day),
            )
            for side in sides
            for day in days or DAYS[side]
        ),
        ignore_conflicts=True,
    )
    settle(locked, recent_facts(locked, met_on), now=now)


@transaction.atomic
def drop(
    *,
    participant: Participant,
    about: About | None = None,
    about_id: int = 0,
    now: datetime | None = None,
) -> int:
    """Ask no more: the agreement was withdrawn, or, without subject, the person is erased."""
    locked = lock_person(participant)
    waiting = OutcomeQuestion.objects.filter(participant=locked, closed_at=None)
    if about is not None:
        waiting = waiting.filter(about=about, about_id=about_id)
    return waiting.update(closed_at=now or timezone.now())


def lock_person(participant: Participant) -> Participant:
    """The person as they are now: their facts and questions change one at a time."""
    people = Participant.objects.select_for_update(no_key=True)
    return people.get(pk=participant.pk)
