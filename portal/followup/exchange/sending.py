"""A file is taken away, or sent by a job: each case says so in the log, once."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.followup.access.log import Act, log_many
from portal.followup.exchange.collecting import (
    Collected,
    check_period,
    collect,
    transmits_for,
    unit_of,
)
from portal.followup.exchange.errors import ExchangeError
from portal.followup.exchange.gateway import UnsentError, gateway
from portal.followup.exchange.models import AppointmentSending
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope

S = AppointmentSending.State
MOST_ATTEMPTS = 5
# All tries take half an hour: what waits longer was forgotten by the queue.
LOST_AFTER = timedelta(hours=3)
# The name of the job (`exchange/jobs.py`).
SEND = "followup.send_appointments"
PLACE = "followup:exchange_file"
CLOSED = "transmission fermée"
NO_RIGHT = "droit retiré à la personne qui l’a demandée"
LOST = "interrompue\u00a0: demandez-la de nouveau"


@transaction.atomic
def look(*, starts_on: date, ends_on: date, actor: Actor) -> Collected:
    """What would leave, for who looks; each case that is listed says so in the log.

    Raises ExchangeError.
    """
    found = collect(starts_on, ends_on, unit_of(actor.user))
    log_many(
        actor=actor,
        act=Act.SEARCH,
        keys=sorted(found.left_out),
        place="followup:exchange",
        reason="Liste des rendez-vous qui ne partent pas à France Travail",
    )
    return found


@transaction.atomic
def take(*, starts_on: date, ends_on: date, actor: Actor) -> Collected:
    """The file of a period, for who takes it away; logged case by case. Raises ExchangeError."""
    found = collect(starts_on, ends_on, unit_of(actor.user))
    _log(found, actor, f"Rendez-vous pour France Travail\u00a0: {len(found.lines)}")
    return found


@transaction.atomic
def ask(*, starts_on: date, ends_on: date, actor: Actor) -> AppointmentSending:
    """Have a period sent by the job. Raises ExchangeError when nothing leaves from this site."""
    check_period(starts_on, ends_on)
    if gateway() is None:
        message = "La transmission n’est pas ouverte\u00a0: prenez le fichier."
        raise ExchangeError(message)
    made: AppointmentSending = AppointmentSending.unscoped.create(
        unit=unit_of(actor.user), starts_on=starts_on, ends_on=ends_on, **written_by(actor)
    )
    job = app.configure_task(SEND, allow_unknown=False)
    job.defer(sending_id=made.pk, user_id=actor.user.pk if actor.user else 0)
    return made


def send(*, sending_id: int, user_id: int) -> timedelta | None:
    """Try once to send; how long to wait before another try, None when it is over.

    For the person who asked, with what they may do now. The content and its key are written before
    they leave: killed after the other side took it, the same key is sent again, which is taken
    once.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    actor = Actor(user) if user else SITE
    with system_scope(Scope.SENDING, actor=actor):
        row = _rows().filter(pk=sending_id, state=S.WAITING).first()
        if row is None:
            return None
        found = _prepared(row, user)
    hand = gateway()
    if found is None or hand is None:
        return None
    name = f"rendez-vous-{row.starts_on:%Y%m%d}-{row.ends_on:%Y%m%d}.csv"
    error: UnsentError | None = None
    try:
        answer = hand(content=found.content, name=name, key=str(row.key))
    except UnsentError as caught:
        error, answer = caught, str(caught)
    with system_scope(Scope.SENDING, actor=actor):
        row = _rows().get(pk=sending_id)
        if row.state == S.SENT:
            # The same job ran twice at once.
            return None
        row.answer = answer[:250]
        if error is None:
            row.state, row.sent_at = S.SENT, timezone.now()
            _log(found, actor, f"Transmission {row.pk} à France Travail")
        elif error.is_final or row.attempts >= MOST_ATTEMPTS:
            row.state = S.FAILED
        row.save()
    return timedelta(minutes=2**row.attempts) if row.state == S.WAITING else None


def end_lost(*, before: timedelta = LOST_AFTER) -> int:
    """Say of sendings that no job finishes that they did not leave; return how many."""
    with system_scope(Scope.SENDING):
        rows = _rows().filter(state=S.WAITING, created_at__lt=timezone.now() - before)
        found: list[AppointmentSending] = list(rows)
        for row in found:
            _fail(row, LOST)
    return len(found)


def _rows() -> Any:
    return AppointmentSending.objects.in_system_scope().select_for_update(of=("self",))


def _prepared(row: AppointmentSending, user: User | None) -> Collected | None:
    """What leaves now, noted on the row; None when nothing may leave any more."""
    if user is None or not transmits_for(user, row.unit_id):
        _fail(row, NO_RIGHT)
        return None
    if gateway() is None:
        _fail(row, CLOSED)
        return None
    found = collect(row.starts_on, row.ends_on, row.unit)
    digest = sha256(found.content).hexdigest()
    if row.sha256 and row.sha256 != digest:
        # The former one may have been taken, and its answer lost.
        row.key = uuid4()
    row.sha256 = digest
    row.attempts += 1
    row.rows_count, row.left_out_count = len(found.lines), found.left_out_count
    row.save()
    return found


def _fail(row: AppointmentSending, why: str) -> None:
    row.state, row.answer = S.FAILED, why
    row.save()


def _log(found: Collected, actor: Actor, reason: str) -> None:
    log_many(
        actor=actor,
        act=Act.EXPORT,
        keys=(*sorted(found.keys), None),
        place=PLACE,
        reason=reason,
    )
