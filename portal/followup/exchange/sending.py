"""A file is taken away, or sent by a job: each case says so in the log, once."""

from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import Actor
from portal.accounts.capabilities import TRANSMIT, has_capability
from portal.accounts.models import User
from portal.followup.access.log import Act, log_many
from portal.followup.exchange.collecting import Collected, check_period, collect, unit_of
from portal.followup.exchange.errors import ExchangeError
from portal.followup.exchange.gateway import UnsentError, gateway
from portal.followup.exchange.models import AppointmentSending
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import acting_as

S = AppointmentSending.State
MOST_ATTEMPTS = 5
# The name of the job (`exchange/jobs.py`).
SEND = "followup.send_appointments"
PLACE = "followup:exchange_file"


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

    As the person who asked, with what they may read now. Killed after the other side took it, the
    same key is sent again, which is taken once.
    """
    user = User.objects.get(pk=user_id)
    with acting_as(user):
        rows = AppointmentSending.objects.visible_to(user).select_for_update(of=("self",))
        row = rows.filter(pk=sending_id, state=S.WAITING).first()
        hand = gateway()
        if row is None:
            return None
        if hand is None or not has_capability(user, TRANSMIT):
            row.state, row.answer = S.FAILED, "transmission fermée, ou droit retiré"
            row.save()
            return None
        found = collect(row.starts_on, row.ends_on, row.unit)
        content = found.content
        row.attempts += 1
        row.rows_count, row.left_out_count = len(found.lines), found.left_out_count
        name = f"rendez-vous-{row.starts_on:%Y%m%d}-{row.ends_on:%Y%m%d}.csv"
        try:
            row.answer = hand(content=content, name=name, key=str(row.key))[:250]
        except UnsentError as error:
            row.answer = str(error)[:250]
            if error.is_final or row.attempts >= MOST_ATTEMPTS:
                row.state = S.FAILED
            row.save()
            return None if row.state == S.FAILED else timedelta(minutes=2**row.attempts)
        row.state, row.sent_at = S.SENT, timezone.now()
        row.sha256 = sha256(content).hexdigest()
        row.save()
        _log(found, Actor(user), f"Transmission {row.pk} à France Travail")
    return None


def _log(found: Collected, actor: Actor, reason: str) -> None:
    log_many(
        actor=actor,
        act=Act.EXPORT,
        keys=(*sorted(found.keys), None),
        place=PLACE,
        reason=reason,
    )
