"""Who applies, and with which CV: oneself, a guest, somebody helped. Each is one transaction."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.errors import ApplicationError
from portal.applications.models import Application
from portal.applications.services import telling_person
from portal.applications.services.applying import AlreadyAppliedError, apply, text_read
from portal.applications.services.changing import change, lock_application
from portal.applications.services.sent_cvs import erase_sent_cv
from portal.applications.services.unconfirmed import close_call
from portal.applications.states import Role, Status
from portal.cv.models import Cv
from portal.participation.helping import Helper
from portal.participation.models import Agreement, CallBack, Channel, FrozenCv, Participant
from portal.participation.rules import may_act_for
from portal.participation.services.agreements import (
    NOT_SAID,
    record_agreement,
    withdraw_agreement,
)
from portal.participation.services.cvs import erase_frozen_cv, freeze_cv, freeze_upload
from portal.participation.services.participants import guest, helped_guest, participant_of
from portal.participation.uploads import CleanPdf
from snippets import locks
from snippets.folding import fold_name

EXISTS = (
    "Une candidature existe déjà pour cette personne et cette annonce. "
    "Elle peut la suivre ou la retirer avec le lien de son message."
)
NOT_THEIRS = "Choisissez une personne de votre liste."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What goes with an application: a CV, words, and what the person agrees to."""

    message: str = ""
    cv: Cv | None = None
    upload: CleanPdf | None = None
    keep_in_mind: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who applies without an account, as it was typed."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def apply_for_oneself(*, user: User, page: Any, said: Said, actor: Actor) -> Application:
    """A candidate applies with a stored CV, a PDF, or none. Raises like `apply`."""
    participant = participant_of(user=user)
    # One at a time: the second tap finds what the first one made, and prints no CV.
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if _current(participant, page):
        raise AlreadyAppliedError
    return apply(
        page=page,
        participant=participant,
        cv=_frozen(participant, said),
        message=said.message,
        keep_in_mind=said.keep_in_mind,
        agreed=said.agreed,
        actor=actor,
    )


@transaction.atomic
def apply_as_guest(*, page: Any, identity: Identity, said: Said, address: str) -> None:
    """Keep what somebody without an account typed until they prove that it is theirs.

    Returns nothing: whoever types a name and an address learns nothing of that person. Sent again
    before it is confirmed, the last words count; once it was sent, the address is told so.
    `address` is the network's. Raises ClosedError, ParticipationError.
    """
    if not said.agreed:
        raise ApplicationError(NOT_SAID, field="agreed")
    participant = guest(
        first_name=identity.first_name,
        last_name=identity.last_name,
        email=identity.email,
        phone=identity.phone,
    )
    found = _current(participant, page)
    if found and found.status != Status.TO_CONFIRM:
        telling_person.say_already(found)
        return
    cv = _frozen(participant, said)
    if found:
        application = _typed_again(found, said, cv)
    else:
        application = apply(
            page=page,
            participant=participant,
            cv=cv,
            message=said.message,
            keep_in_mind=said.keep_in_mind,
            agreed=said.agreed,
            actor=Actor(None, address, participant.name),
            must_confirm=True,
        )
    if participant.email:
        telling_person.ask_to_confirm(application)
    else:
        _ask_call(application)


@transaction.atomic
def apply_for_somebody(
    *,
    helper: Helper,
    page: Any,
    said: Said,
    how: Agreement.How,
    actor: Actor,
    person: User | None = None,
    identity: Identity | None = None,
    confirmed_warning: bool = False,
) -> Application:
    """Apply for who agreed to it: an account that the helper acts for, or who was typed.

    Raises like `apply` and `check_helped`; ApplicationError for an account that is not theirs.
    """
    # A second tap waits for the first one: without an address, two people of one name are two.
    locks.take(f"applications.helped {helper.user.pk} {page.pk}")
    if person is not None:
        if not may_act_for(helper.user, person):
            raise ApplicationError(NOT_THEIRS, field="person")
        participant = participant_of(user=person)
    elif identity is not None:
        if _has_just_sent(helper, page, identity):
            raise AlreadyAppliedError(EXISTS)
        participant = _helped(helper, identity, confirmed_warning=confirmed_warning)
    else:
        raise ApplicationError(NOT_THEIRS, field="person")
    found = _current(participant, page)
    if found and found.status == Status.TO_CONFIRM:
        # Typed by the person before somebody heard them: the helper's proof takes its place.
        locked = lock_application(found)
        change(locked, Status.WITHDRAWN, role=Role.SITE, actor=actor)
        erase_sent_cv(locked)
        close_call(locked, CallBack.Result.DONE, timezone.now())
    elif found:
        raise AlreadyAppliedError(EXISTS)
    try:
        return apply(
            page=page,
            participant=participant,
            cv=_frozen(participant, said),
            message=said.message,
            keep_in_mind=said.keep_in_mind,
            agreed=said.agreed,
            how=how,
            channel=Channel.PHONE if how == Agreement.How.PHONE else Channel.ADVISER,
            helper=helper,
            actor=actor,
        )
    except AlreadyAppliedError as error:
        raise AlreadyAppliedError(EXISTS) from error


def _helped(helper: Helper, identity: Identity, *, confirmed_warning: bool) -> Participant:
    return helped_guest(
        helper=helper.user,
        first_name=identity.first_name,
        last_name=identity.last_name,
        email=identity.email,
        phone=identity.phone,
        confirmed_warning=confirmed_warning,
    )


def _has_just_sent(helper: Helper, page: Any, identity: Identity) -> bool:
    """Whether this helper applied for who has this name, and no way to be reached either."""
    if identity.email or identity.phone:
        return False
    rows = Application.objects.filter(
        page_id=page.pk,
        helped_by=helper.user,
        participant__folded_name=fold_name(f"{identity.last_name} {identity.first_name}"),
        participant__email="",
        participant__phone_digits="",
    )
    return rows.exclude(status=Status.WITHDRAWN).exists()


def _current(participant: Participant, page: Any) -> Application | None:
    """Their application to this opportunity, unless they took it back."""
    rows = participant.applications.filter(page_id=page.pk).exclude(status=Status.WITHDRAWN)
    return rows.select_related("participant__user", "organisation").first()


def _frozen(participant: Participant, said: Said) -> FrozenCv | None:
    if said.upload is not None:
        return freeze_upload(participant=participant, upload=said.upload)
    return freeze_cv(participant=participant, cv=said.cv) if said.cv else None


def _typed_again(application: Application, said: Said, cv: FrozenCv | None) -> Application:
    """The same application with other words: links that were mailed before lead to it."""
    found = lock_application(application)
    before, agreement = found.cv, found.agreement
    found.agreement = record_agreement(
        participant=found.participant,
        text=text_read(keep_in_mind=said.keep_in_mind),
        agreed=said.agreed,
    )
    found.message, found.keep_in_mind, found.cv = said.message.strip(), said.keep_in_mind, cv
    found.version += 1
    found.save()
    withdraw_agreement(agreement=agreement)
    if before:
        erase_frozen_cv(frozen=before)
    return found


def _ask_call(application: Application) -> None:
    """An officer calls who has no address; a line that waits already is enough."""
    open_line = CallBack.objects.waiting().filter(
        purpose=CallBack.Purpose.APPLICATION, subject_id=application.pk
    )
    if open_line.exists():
        return
    CallBack.objects.create(
        participant=application.participant,
        phone=application.participant.phone,
        purpose=CallBack.Purpose.APPLICATION,
        subject_id=application.pk,
        page_id=application.page_id,
        about=f"{application.title} ({application.organisation})"[:300],
    )
