"""The person's own box: whether the one who follows them reads their confirmed hours."""

from django.db import transaction
from django.utils import timezone

from portal.participation.models import Participant
from portal.sponsorship.commitments.models import HoursSharing
from portal.sponsorship.commitments.texts import VERSION


@transaction.atomic
def set_sharing(*, participant: Participant, is_shared: bool) -> None:
    """Tick or untick it; the same answer twice is once. It holds at once, for every commitment."""
    person = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    given = HoursSharing.objects.active().filter(participant=person)
    if not is_shared:
        given.update(withdrawn_at=timezone.now())
    elif not given.exists():
        HoursSharing.objects.create(participant=person, version=VERSION)


def shares(participant: Participant) -> bool:
    """Whether the box is ticked."""
    return HoursSharing.objects.active().filter(participant=participant).exists()
