"""The applications of somebody without an account: taken back, erased, moved to an account."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.actors import Actor
from portal.applications.models import Application
from portal.applications.services import applying, withdrawing
from portal.applications.states import Role, Status
from portal.participation import guests
from portal.participation.call_backs import Confirmation, register_confirmation
from portal.participation.models import Agreement, CallBack, Participant
from portal.participation.signals import participant_erasing
from portal.participation.texts import APPLY

# The history keeps no name of who is erased.
_ERASED = Actor(None, guest_name="Données effacées")


def connect() -> None:
    """Called once the app is ready."""
    guests.register(purpose=APPLY.purpose, withdrawal=withdraw, mover=move, activity=activity)
    register_confirmation(CallBack.Purpose.APPLICATION, Confirmation(confirm, refuse))
    participant_erasing.connect(erase, dispatch_uid="applications.erase_guest")


def withdraw(agreement: Agreement, actor: Actor) -> None:
    """Take back the application that this agreement let be sent. Raises ApplicationError."""
    for application in Application.objects.filter(agreement=agreement):
        withdrawing.withdraw_agreement(application=application, actor=actor)


def move(guest: Participant, own: Participant) -> None:
    """All but those to a page to which the account applies itself."""
    applied = Application.objects.filter(participant=own, page__isnull=False)
    pages = applied.exclude(status=Status.WITHDRAWN).values("page")
    rows = Application.objects.filter(participant=guest)
    rows.exclude(~Q(status=Status.WITHDRAWN), page__in=pages).update(participant=own)


def activity(since: datetime) -> "QuerySet[Any, Any]":
    """Who has an application that was sent, or waits to be, and changed since."""
    never_left = Q(status=Status.WITHDRAWN, sent_at__isnull=True)
    rows = Application.objects.filter(changed_at__gte=since).exclude(never_left)
    return rows.values("participant")


def confirm(subject_id: int, actor: Actor) -> None:
    """Send what waited for a call. Raises ApplicationError."""
    for application in Application.objects.filter(pk=subject_id):
        applying.confirm(application=application, actor=actor, role=Role.RECRUITER)


def refuse(subject_id: int, actor: Actor) -> None:
    """The person does not want it any more. Raises ApplicationError."""
    for application in Application.objects.filter(pk=subject_id):
        withdrawing.withdraw_agreement(application=application, actor=actor, is_told=False)


def erase(sender: Any, participant: Participant, **kwargs: Any) -> None:
    """What waits for an answer is withdrawn, and no organisation reads any of it."""
    for application in Application.objects.filter(participant=participant):
        withdrawing.withdraw_agreement(application=application, actor=_ERASED, is_told=False)
