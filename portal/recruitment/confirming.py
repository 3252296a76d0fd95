"""What an officer confirms at the phone: a registration, or the place that is offered to it."""

from django.urls import reverse

from portal.accounts.actors import Actor
from portal.participation.call_backs import Confirmation
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services import cancelling, offers, registering
from portal.recruitment.states import Role

GONE = "Cette inscription n’existe plus."


def confirm(subject_id: int, actor: Actor) -> None:
    """Give its place or its rank; take the place that is offered. Raises RecruitmentError."""
    found = _found(subject_id)
    if offer := found.open_offer:
        offers.accept(offer=offer, actor=actor, role=Role.MANAGER)
    else:
        registering.confirm(registration=found, actor=actor, role=Role.MANAGER)


def refuse(subject_id: int, actor: Actor) -> None:
    """Cancel it; leave the place that is offered. Raises RecruitmentError."""
    found = _found(subject_id)
    if offer := found.open_offer:
        offers.decline(offer=offer, actor=actor, role=Role.MANAGER)
    else:
        cancelling.cancel(registration=found, actor=actor, role=Role.MANAGER)


def screen(subject_id: int) -> str:
    """Where another hour is chosen."""
    return reverse("recruitment:one", args=[subject_id])


def _found(subject_id: int) -> Registration:
    found = Registration.objects.filter(pk=subject_id).first()
    if found is None:
        raise RecruitmentError(GONE)
    return found


CONFIRMATION = Confirmation(confirm, refuse, screen)
