"""The registrations of somebody without an account: taken back, erased, moved to an account."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation import guests
from portal.participation.models import Agreement, Participant
from portal.participation.signals import participant_erased
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration
from portal.recruitment.services import cancelling, coming
from portal.recruitment.states import Status


def connect() -> None:
    """Called once the app is ready."""
    guests.register(purpose=REGISTER.purpose, withdrawal=withdraw, mover=move, activity=activity)
    participant_erased.connect(free_places, dispatch_uid="recruitment.erase_guest")


def withdraw(agreement: Agreement, actor: Actor) -> None:
    """Take back the registration of this agreement. Raises RecruitmentError."""
    for registration in Registration.objects.filter(agreement=agreement):
        coming.withdraw(registration=registration, actor=actor)


def move(guest: Participant, own: Participant) -> None:
    """All but those to a session to which the account is registered itself."""
    sessions = Registration.objects.filter(participant=own).values("roster")
    rows = Registration.objects.filter(participant=guest)
    rows.exclude(roster__in=sessions).update(participant=own)


def activity(since: datetime) -> "QuerySet[Any, Any]":
    """Who has a registration that was confirmed, or waits to be, of a session or a change since."""
    never_confirmed = Q(status=Status.CANCELLED, arrival__isnull=True)
    rows = Registration.objects.filter(Q(changed_at__gte=since) | Q(roster__ends_at__gte=since))
    return rows.exclude(never_confirmed).values("participant")


def free_places(sender: Any, participant: Participant, **kwargs: Any) -> None:
    """Their places are offered to the others at once."""
    cancelling.cancel_of_erased(now=timezone.now())
