"""Taking back a mark that was a mistake."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services import moving
from portal.recruitment.services.changing import change
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import Role, Status

NOTHING = "Il n’y a rien à annuler pour cette personne. Rechargez la page."
NOTE = "Erreur corrigée"


@transaction.atomic
def undo_mark(
    *, registration: Registration, actor: Actor, now: datetime | None = None
) -> Registration:
    """Take a person back to where they were: received, they are present; absent, registered.

    Raises RecruitmentError when there is no mark.
    """
    now = now or timezone.now()
    roster = lock_roster(registration.roster_id)
    found = roster.registrations.select_related("participant__user", "slot").get(pk=registration.pk)
    found.roster = roster
    if found.status == Status.PRESENT:
        return moving.undo_presence(registration=found, role=Role.MANAGER, actor=actor, now=now)
    back = {Status.INTERVIEWED: Status.PRESENT, Status.ABSENT: Status.CONFIRMED}
    if found.status not in back:
        raise RecruitmentError(NOTHING)
    to = back[Status(found.status)]
    return change(found, to, role=Role.MANAGER, actor=actor, now=now, note=NOTE)
