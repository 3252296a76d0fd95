"""The officers' one list of people to call back: asking, taking in charge, saying what it gave."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from pages.moderation.delays import working_days_between
from portal.accounts.actors import Actor
from portal.participation.call_backs import confirmation_of
from portal.participation.errors import ParticipationError
from portal.participation.models import CallBack, Participant
from snippets.site import site_settings

MAX_ATTEMPTS = 3
CLOSED = "C’est déjà fait par {who}. Rechargez la page."
TAKEN = "{who} s’en charge déjà."
NO_PHONE = "Écrivez un numéro de téléphone."
NO_RESULT = "Choisissez un résultat de la liste."
NOTHING = "Il n’y a rien à confirmer pour cet appel."


@transaction.atomic
def ask_call(
    *,
    participant: Participant,
    phone: str,
    page: Page | None = None,
    message: str = "",
    best_time: str = "",
) -> CallBack:
    """Put a person who wants help in the list; asked again about the same, it is the same line.

    Raises ParticipationError without a number.
    """
    if not phone.strip():
        raise ParticipationError(NO_PHONE, field="phone")
    locked = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    waiting = CallBack.objects.waiting().filter(
        participant=locked, purpose=CallBack.Purpose.HELP, page_id=page.pk if page else None
    )
    found = waiting.first() or CallBack(
        participant=locked,
        purpose=CallBack.Purpose.HELP,
        page_id=page.pk if page else None,
        about=page.title[:300] if page else "",
    )
    found.phone = phone.strip()
    found.message, found.best_time = message.strip() or found.message, best_time or found.best_time
    found.save()
    return found


def promised_day(today: date | None = None) -> date:
    """The last day on which we call whoever asks now: so many working days from today."""
    today = today or timezone.localdate()
    days, last = site_settings().call_back_days, today
    while working_days_between(today, last) < days:
        last += timedelta(days=1)
    return last


@transaction.atomic
def take(*, call_back: CallBack, actor: Actor) -> CallBack:
    """« Je m’en charge ». Raises ParticipationError when a colleague does."""
    found = _open(call_back)
    if found.taken_by_id not in {None, actor.user.pk if actor.user else None}:
        raise ParticipationError(TAKEN.format(who=found.taken_by))
    found.taken_by = actor.user
    found.save(update_fields=["taken_by"])
    return found


@transaction.atomic
def give_back(*, call_back: CallBack) -> CallBack:
    """Leave it to the others, whoever had it: a colleague may be away."""
    found = _open(call_back)
    found.taken_by = None
    found.save(update_fields=["taken_by"])
    return found


@transaction.atomic
def not_reached(*, call_back: CallBack, actor: Actor) -> CallBack:
    """Nobody answered: it stays in the list, until one gives up after several calls."""
    found = _open(call_back)
    found.attempts += 1
    found.last_attempt_at = timezone.now()
    found.taken_by = found.taken_by or actor.user
    found.save(update_fields=["attempts", "last_attempt_at", "taken_by"])
    return found


@transaction.atomic
def confirm(*, call_back: CallBack, actor: Actor) -> CallBack:
    """The person said yes: what waited is confirmed, and the line closed.

    Raises DomainError when that may not be any more (a full slot), and then nothing is closed.
    """
    _refuse_closed(call_back)
    confirmation = confirmation_of(call_back)
    if confirmation is None or call_back.subject_id is None:
        raise ParticipationError(NOTHING)
    # Its app locks what it is about, then this line: the other way round, two would wait.
    confirmation.confirm(call_back.subject_id, actor)
    return _close(call_back, CallBack.Result.DONE, actor)


@transaction.atomic
def close(*, call_back: CallBack, result: str, actor: Actor) -> CallBack:
    """Say what the call gave; who wants it no longer loses what waited for the call.

    Somebody who cannot be reached keeps it until its own delay. Raises DomainError.
    """
    _refuse_closed(call_back)
    if result not in CallBack.Result.values:
        raise ParticipationError(NO_RESULT)
    confirmation = confirmation_of(call_back)
    if result == CallBack.Result.NO_LONGER and confirmation and call_back.subject_id:
        confirmation.refuse(call_back.subject_id, actor)
    return _close(call_back, CallBack.Result(result), actor)


@transaction.atomic
def write_note(*, call_back: CallBack, note: str) -> CallBack:
    """Keep a word for the colleague who calls next."""
    found = _open(call_back)
    found.note = note.strip()
    found.save(update_fields=["note"])
    return found


def _open(call_back: CallBack) -> CallBack:
    """The line as it is now. Raises ParticipationError when somebody closed it."""
    rows = CallBack.objects.select_for_update(of=("self",))
    found = rows.select_related("taken_by", "closed_by", "participant__user").get(pk=call_back.pk)
    _refuse_closed(found)
    return found


def _refuse_closed(call_back: CallBack) -> None:
    if call_back.closed_at is not None:
        raise ParticipationError(CLOSED.format(who=call_back.closed_by or "le site"))


def _close(call_back: CallBack, result: CallBack.Result, actor: Actor) -> CallBack:
    """Close the line, even when what it was about has closed it by itself."""
    found = CallBack.objects.select_for_update(of=("self",)).get(pk=call_back.pk)
    found.result, found.closed_at = result, timezone.now()
    found.closed_by = actor.user
    found.save(update_fields=["result", "closed_at", "closed_by"])
    return found
