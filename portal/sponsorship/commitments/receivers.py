"""What follows for commitments when an application changes, or somebody joins an account."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portal.applications.models import Application
from portal.applications.signals import agreement_withdrawn, application_changed
from portal.applications.states import Status
from portal.participation import guests
from portal.participation.models import Participant
from portal.sponsorship.commitments.models import HoursSharing, VolunteerHours
from portal.sponsorship.commitments.services.ending import cancel_of
from portal.sponsorship.commitments.services.making import make_commitment


def connect() -> None:
    """Called once the app is ready."""
    application_changed.connect(on_changed, dispatch_uid="sponsorship.commitment_made")
    agreement_withdrawn.connect(on_withdrawn, dispatch_uid="sponsorship.commitment_cancelled")
    guests.register_rows(mover=move, activity=activity)


def on_changed(sender: Any, application: Application, **kwargs: Any) -> None:
    """An accepted application has its commitment."""
    if application.status == Status.HIRED:
        make_commitment(application=application)


def on_withdrawn(sender: Any, application: Application, **kwargs: Any) -> None:
    """The association knows the person no more."""
    cancel_of(application=application)


def move(guest: Participant, own: Participant) -> None:
    """The box of a guest follows them, unless the account has said something itself.

    Commitments follow their applications.
    """
    rows = HoursSharing.objects.filter(participant=guest)
    if HoursSharing.objects.filter(participant=own).exists():
        rows.delete()
    else:
        rows.update(participant=own)


def activity(since: datetime) -> "QuerySet[Any, Any]":
    """Who has hours that were declared since."""
    rows = VolunteerHours.objects.filter(declared_at__gte=since)
    return rows.values("commitment__application__participant")
