"""Objectives: a line, written by either, reached or left aside."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.following import Objective
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.own import lock_own
from portal.sponsorship.pairs.states import OBJECTIVE_TRANSITIONS, ObjectiveState, Side

NO_TEXT = "Écrivez votre objectif."
TOO_MANY = "Vous avez déjà dix objectifs en cours\u00a0: finissez-en un d’abord."
GONE = "Cet objectif n’est pas de ce binôme."
NOT_NOW = "Cet objectif a changé entre-temps. Rechargez la page."
MOST = 10


@transaction.atomic
def add_objective(*, pair: Sponsorship, side: Side, text: str, actor: Actor) -> Objective:
    """Write one; what is written and open already is the same one.

    Raises SponsorshipError without words, or when ten are open.
    """
    found = lock_own(pair, side, actor)
    if not text.strip():
        raise SponsorshipError(NO_TEXT, field="text")
    opened = found.objectives.filter(state=ObjectiveState.OPEN)
    same = opened.filter(text=text.strip()).first()
    if same is not None:
        return same
    if opened.count() >= MOST:
        raise SponsorshipError(TOO_MANY)
    return Objective.objects.create(pair=found, text=text.strip(), side=side, written_by=actor.user)


@transaction.atomic
def change_objective(
    *, pair: Sponsorship, side: Side, objective: int, to: str, actor: Actor
) -> Objective:
    """Say that one is reached, left aside, or open again. Raises SponsorshipError."""
    found = lock_own(pair, side, actor)
    row = found.objectives.filter(pk=objective).first()
    if row is None:
        raise SponsorshipError(GONE)
    if (row.state, to) not in OBJECTIVE_TRANSITIONS:
        raise SponsorshipError(NOT_NOW)
    row.state, row.changed_at = to, timezone.now()
    row.save()
    return row
