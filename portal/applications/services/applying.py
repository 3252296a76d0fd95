"""An application is made once for a person and an opportunity, then sent."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from portal.applications.openings import lock_open
from portal.applications.services import telling_person
from portal.applications.services.changing import change, lock_application, write_change
from portal.applications.signals import application_sent
from portal.applications.states import Role, Status
from portal.participation.helping import Helper
from portal.participation.models import Agreement, Channel, FrozenCv, Participant
from portal.participation.services.agreements import record_agreement
from portal.participation.services.participants import confirm_address
from portal.participation.texts import APPLY, KEEP_IN_MIND, AgreementText

ALREADY = "Vous avez déjà postulé à cette annonce."
WITHDRAWN = "Cette candidature a été retirée. Vous pouvez postuler de nouveau."
_ONCE = "applications_once"


class AlreadyAppliedError(ApplicationError):
    """The person has an application to this opportunity, which was not withdrawn."""

    def __init__(self, message: str = ALREADY) -> None:
        super().__init__(message)


@transaction.atomic
def apply(
    *,
    page: Any,
    participant: Participant,
    agreed: bool,
    actor: Actor,
    cv: FrozenCv | None = None,
    message: str = "",
    keep_in_mind: bool = False,
    channel: Channel = Channel.SELF,
    helper: Helper | None = None,
    how: Agreement.How = Agreement.How.SCREEN,
    must_confirm: bool = False,
) -> Application:
    """Make an application and send it.

    `must_confirm`: it waits until an address or a phone proves to be the person's, and nobody who
    recruits knows of it. Raises ClosedError, AlreadyAppliedError, and ParticipationError when
    there is no agreement.
    """
    page = lock_open(page.pk)
    agreement = record_agreement(
        participant=participant,
        text=text_read(keep_in_mind=keep_in_mind),
        agreed=agreed,
        how=how,
        actor=actor,
        organisation=helper.organisation if helper else None,
    )
    now = timezone.now()
    application = Application(
        page_id=page.pk,
        kind=page.kind,
        title=page.title,
        organisation=page.organisation,
        participant=participant,
        channel=channel,
        helped_by=helper.user if helper else None,
        helped_for=helper.organisation if helper else None,
        agreement=agreement,
        cv=cv,
        message=message.strip(),
        keep_in_mind=keep_in_mind,
        status=Status.TO_CONFIRM if must_confirm else Status.SENT,
        created_at=now,
        sent_at=None if must_confirm else now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        if _ONCE not in str(error):
            raise
        raise AlreadyAppliedError from error
    write_change(application, "", actor=actor, at=now)
    if not must_confirm:
        _announce(application)
    return application


@transaction.atomic
def confirm(*, application: Application, actor: Actor, role: Role = Role.PERSON) -> Application:
    """Send what waited for a proof; said twice, it is once.

    The person's link proves their address; a recruiter is the officer who called. Raises
    ApplicationError when it was withdrawn, ClosedError.
    """
    found = lock_application(application)
    if found.status == Status.WITHDRAWN:
        raise ApplicationError(WITHDRAWN)
    if found.status != Status.TO_CONFIRM:
        return found
    lock_open(found.page_id)
    if role == Role.PERSON:
        found.participant = confirm_address(participant=found.participant)
    change(found, Status.SENT, role=role, actor=actor)
    _announce(found)
    return found


def text_read(*, keep_in_mind: bool) -> AgreementText:
    """The text that the person read, with what they ticked besides."""
    return replace(APPLY, text=f"{APPLY.text}\n{KEEP_IN_MIND}") if keep_in_mind else APPLY


def _announce(application: Application) -> None:
    telling_person.say_sent(application)
    application_sent.send(Application, application=application)
