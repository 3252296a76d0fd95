"""The person takes back an application, or the agreement that somebody wrote down for them."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from portal.applications.services import telling_person
from portal.applications.services.changing import change, lock_application
from portal.applications.services.sent_cvs import erase_sent_cv
from portal.applications.signals import agreement_withdrawn
from portal.applications.states import Role, Status, may_go
from portal.participation.services import agreements

ANSWERED = "L’organisation a déjà répondu\u00a0: cette candidature ne peut plus être retirée."


def take_back(*, application: Application, actor: Actor) -> Application:
    """What the person's own button does, in their space and by their link.

    With the application goes the agreement that somebody wrote down for them. Raises like
    `withdraw` when nobody helped.
    """
    act = withdraw if application.helped_by_id is None else withdraw_agreement
    return act(application=application, actor=actor)


@transaction.atomic
def withdraw(*, application: Application, actor: Actor) -> Application:
    """Take an application back; twice is once.

    Its CV is erased, and its organisation reads that it was withdrawn. Raises ApplicationError once
    it is closed.
    """
    found = lock_application(application)
    if found.status == Status.WITHDRAWN:
        return found
    if not may_go(found.status, Status.WITHDRAWN, Role.PERSON):
        raise ApplicationError(ANSWERED)
    was_sent = found.status != Status.TO_CONFIRM
    change(found, Status.WITHDRAWN, role=Role.PERSON, actor=actor)
    erase_sent_cv(found)
    if was_sent:
        telling_person.say_withdrawn(found)
    return found


@transaction.atomic
def withdraw_agreement(
    *, application: Application, actor: Actor, is_told: bool = True
) -> Application:
    """Say that one does not agree, or no more, whatever the application had become.

    Neither its organisation nor who helped reads anything of it afterwards. Twice is once: one
    message.
    """
    found = lock_application(application)
    is_told = is_told and found.agreement.withdrawn_at is None
    agreements.withdraw_agreement(agreement=found.agreement)
    if may_go(found.status, Status.WITHDRAWN, Role.PERSON):
        change(found, Status.WITHDRAWN, role=Role.PERSON, actor=actor)
    erase_sent_cv(found)
    agreement_withdrawn.send(Application, application=found)
    if is_told:
        telling_person.say_withdrawn(found)
    return found
