"""The person's own box: whether the one who follows them knows of their sponsorship."""

from django.db import transaction
from django.utils import timezone

from portal.participation.models import Participant
from portal.sponsorship.advisers.models import AdviserTold
from portal.sponsorship.advisers.texts import VERSION


@transaction.atomic
def set_told(*, participant: Participant, is_told: bool) -> None:
    """Tick or untick it; the same answer twice is once. It holds at once, for every pair."""
    person = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    given = AdviserTold.objects.active().filter(participant=person)
    if not is_told:
        given.update(withdrawn_at=timezone.now())
    elif not given.exists():
        AdviserTold.objects.create(participant=person, version=VERSION)
