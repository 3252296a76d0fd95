"""What follows when a guest joins an account."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.participation import guests
from portal.participation.models import Participant
from portal.sponsorship.advisers.models import AdviserTold


def connect() -> None:
    """Called once the app is ready."""
    guests.register_rows(mover=move, activity=activity)


def move(guest: Participant, own: Participant) -> None:
    """The box of a guest follows them, unless the account has said something itself."""
    rows = AdviserTold.objects.filter(participant=guest)
    if AdviserTold.objects.filter(participant=own).exists():
        rows.delete()
    else:
        rows.update(participant=own)


def activity(since: datetime) -> "QuerySet[Any, Any]":
    """Who answered since."""
    return AdviserTold.objects.filter(given_at__gte=since).values("participant")
