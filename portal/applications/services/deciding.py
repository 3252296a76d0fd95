"""What the organisation answers to one application: written, told, and known for later."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pages.wording import KindName
from portal.accounts.actors import Actor
from portal.applications import delays
from portal.applications.errors import ApplicationError, MeanwhileError, OutOfReachError
from portal.applications.history import said_by
from portal.applications.models import MAX_MESSAGE, Application
from portal.applications.queries import answerable_by, recruiting_for
from portal.applications.services import telling
from portal.applications.services.changing import change, lock_application
from portal.applications.states import UNANSWERED, Refusal, Role, Status
from portal.participation.models import About, Outcome, Side
from portal.participation.services.outcomes import record_outcome
from snippets import french

DECISIONS = frozenset(
    {Status.SHORTLISTED, Status.INTERVIEW, Status.OFFERED, Status.HIRED, Status.REFUSED}
)
MAX_WORD = 1000
OUT_OF_REACH = (
    "Cette candidature n’est plus dans votre liste\u00a0: la personne l’a retirée, ou son délai de "
    "conservation est passé."
)
NOT_REFUSABLE = "Cette candidature a déjà reçu sa réponse, ou la personne l’a retirée."
NO_DECISION = "Choisissez une réponse de la liste."
NO_REASON = "Choisissez un motif."
NO_HELPER = "Personne n’a aidé pour cette candidature\u00a0: il n’y a pas de mot à envoyer."
TOO_LONG = "C’est trop long\u00a0: {most}\u00a0caractères au plus."
MEANWHILE = (
    "{who} a répondu entre-temps\u00a0: cette candidature est «\u00a0{state}\u00a0» depuis le "
    "{day} à {hour}. Votre réponse n’est pas partie\u00a0; relisez-la avant de l’envoyer."
)
WITHDRAWN = "La personne a retiré sa candidature entre-temps. Votre réponse n’est pas partie."
# Not yet answered, whether the delay has passed or not.
_WITHOUT_ANSWER = UNANSWERED | {Status.NO_ANSWER}


@transaction.atomic
def decide(
    *,
    application: Application,
    to: str,
    actor: Actor,
    refusal: str = "",
    subject: str = "",
    message: str = "",
    word_to_helper: str = "",
    contract: str = "",
    start_date: date | None = None,
    version: int | None = None,
    bulk: bool = False,
    now: datetime | None = None,
) -> Application:
    """Take an application to what the organisation decided, and tell the person.

    `version` is that of the application which the person who decides had in front of them. A reply
    that comes after the deadline is accepted, shown as late, and told. `bulk`: one mail of many.
    Raises OutOfReachError, MeanwhileError when a colleague was first, ApplicationError for what
    does not follow.
    """
    now = now or timezone.now()
    found = lock_answerable(application, actor)
    _refuse_meanwhile(found, version, actor)
    _check(found, to, refusal, message, word_to_helper)
    is_late = bool(
        found.status in _WITHOUT_ANSWER and found.sent_at and delays.is_late(found.sent_at, now)
    )
    found.answered_late = found.answered_late or is_late
    change(
        found,
        Status(to),
        role=Role.RECRUITER,
        actor=actor,
        now=now,
        refusal=refusal,
        is_late=is_late,
    )
    # A volunteer is welcomed: no hiring to count.
    if to == Status.HIRED and found.kind == KindName.JOB:
        record_outcome(
            participant=found.participant,
            organisation=found.organisation,
            about=About.APPLICATION,
            about_id=found.pk,
            kind=Outcome.Kind.HIRED,
            side=side_of(actor, found),
            actor=actor,
            contract=contract,
            start_date=start_date,
            now=now,
        )
    telling.tell_person(
        found, subject=subject, message=message, is_late=is_late, actor=actor, bulk=bulk
    )
    if word_to_helper.strip():
        telling.tell_helper(found, word=word_to_helper.strip())
    return found


@transaction.atomic
def mark_seen(
    *, application: Application, actor: Actor, now: datetime | None = None
) -> Application:
    """Write that the organisation has opened it: once, and only by who recruits for it.

    An officer who looks is not the organisation, unless the opportunity is of the Département.
    """
    if application.status != Status.SENT or not opens_as_recruiter(actor, application):
        return application
    found = lock_application(application)
    if found.status == Status.SENT:
        change(found, Status.SEEN, role=Role.RECRUITER, actor=actor, now=now)
    return found


def opens_as_recruiter(actor: Actor, application: Application) -> bool:
    """Whether the organisation itself opens an application when this person does."""
    organisation = application.organisation
    is_member = recruiting_for(actor.user).filter(pk=organisation.pk).exists()
    return is_member or organisation.kind == organisation.Kind.DEPARTMENT


def side_of(actor: Actor, application: Application) -> Side:
    """Whether the organisation says it, or the employment service for it."""
    return Side.ORGANISATION if opens_as_recruiter(actor, application) else Side.OFFICER


def lock_answerable(application: Application, actor: Actor) -> Application:
    """The application as it is now, held until the end, if this person may answer it.

    Raises OutOfReachError otherwise.
    """
    # Locked first: the right is asked of what it is then.
    found = lock_application(application)
    if not answerable_by(actor.user).filter(pk=found.pk).exists():
        is_gone = found.status == Status.WITHDRAWN
        raise OutOfReachError(WITHDRAWN if is_gone else OUT_OF_REACH)
    return found


def _refuse_meanwhile(found: Application, version: int | None, actor: Actor) -> None:
    if version is None or version == found.version:
        return
    last = found.changes.order_by("-at", "-pk").first()
    if found.status == Status.WITHDRAWN or last is None:
        raise MeanwhileError(WITHDRAWN, version=found.version)
    message = MEANWHILE.format(
        who=said_by(last, found, actor.user),
        state=Status(found.status).label,
        day=french.full_date(last.at),
        hour=french.hour(last.at),
    )
    raise MeanwhileError(message, version=found.version)


def _check(found: Application, to: str, refusal: str, message: str, word_to_helper: str) -> None:
    if to not in DECISIONS:
        raise ApplicationError(NO_DECISION, field="to")
    if (to == Status.REFUSED) != bool(refusal) or (refusal and refusal not in Refusal.values):
        raise ApplicationError(NO_REASON, field="refusal")
    for name, text, most in (
        ("message", message, MAX_MESSAGE),
        ("word_to_helper", word_to_helper, MAX_WORD),
    ):
        if len(text) > most:
            raise ApplicationError(TOO_LONG.format(most=most), field=name)
    if word_to_helper.strip() and (to != Status.REFUSED or not telling.helper_of(found)):
        raise ApplicationError(NO_HELPER, field="word_to_helper")
