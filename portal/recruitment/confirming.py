"""What an officer confirms at the phone: a registration that waited for the call."""

from django.urls import reverse

from portal.accounts.actors import Actor
from portal.participation.call_backs import Confirmation
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services import cancelling, registering
from portal.recruitment.states import Role

GONE = "Cette inscription n’existe plus."


def confirm(subject_id: int, actor: Actor) -> None:
    """Give its place or its rank. Raises RecruitmentError."""
    registering.confirm(registration=_found(subject_id), actor=actor, role=Role.MANAGER)


def refuse(subject_id: int, actor: Actor) -> None:
    """Cancel it. Raises RecruitmentError."""
    cancelling.cancel(registration=_found(subject_id), actor=actor, role=Role.MANAGER)


def screen(subject_id: int) -> str:
    """Where another hour is chosen."""
    return reverse("recruitment:one", args=[subject_id])


def _found(subject_id: int) -> Registration:
    found = Registration.objects.filter(pk=subject_id).first()
    if found is None:
        raise RecruitmentError(GONE)
    return found


CONFIRMATION = Confirmation(confirm, refuse, screen)
