"""Pairs that run, and what is written in them, as the services leave them."""

from datetime import time, timedelta

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.models import (
    Alert,
    Meeting,
    Objective,
    Review,
    ReviewAnswer,
    Sponsorship,
)
from portal.sponsorship.pairs.services.contact import say_spoken
from portal.sponsorship.pairs.states import MeetingState, Side, State
from tests.portal.sponsorship.pairing.made import fresh, make_accepted


def make_active(*, days=0, **fields):
    """A pair that both accepted and in which they have talked, `days` ago."""
    pair = make_accepted(**fields)
    pair = say_spoken(pair=pair, side=Side.PERSON, actor=as_side(pair, Side.PERSON))
    if days:
        begun = timezone.now() - timedelta(days=days)
        Sponsorship.objects.filter(pk=pair.pk).update(
            proposed_at=begun,
            accepted_at=begun,
            changed_at=begun,
            started_on=timezone.localdate(begun),
        )
    return fresh(pair)


def as_side(pair, side):
    return Actor(pair.user_of(side))


def make_meeting(pair, state=MeetingState.HELD, *, days=0, **fields):
    """A meeting `days` from today."""
    today = timezone.localdate()
    values = {
        "day": today + timedelta(days=days),
        "hour": time(14) if state == MeetingState.PLANNED else None,
        "mode": "phone",
        "side": Side.PERSON,
        "noted_on": today if state == MeetingState.HELD else None,
        **fields,
    }
    return Meeting.objects.create(pair=pair, state=state, **values)


def fill(pair, by=None):
    """A pair that runs, with a row of each kind: the objective, the review and the alert."""
    Sponsorship.objects.filter(pk=pair.pk).update(
        state=State.ACTIVE, started_on=timezone.localdate()
    )
    make_meeting(pair, MeetingState.PLANNED, days=3, written_by=by, word="Un mot")
    objective = Objective.objects.create(
        pair=pair, text="Refaire mon CV", side=Side.PERSON, written_by=by
    )
    review = Review.objects.create(
        pair=pair, phase=pair.phase, kind=Review.Kind.FINAL, due_on=timezone.localdate()
    )
    alert = Alert.objects.create(
        pair=pair, side=Side.PERSON, raised_by=by, reason="Un souci", handled_by=by
    )
    return objective, review, alert


def answer(review, by=None, side=Side.PERSON, **fields):
    """What one of the two said in a review."""
    values = {"pace": "right", "use": "much", "progress": "Le CV est fait.", **fields}
    return ReviewAnswer.objects.create(review=review, side=side, written_by=by, **values)


def everything_of_pairs(user):
    """A row of each table about what happens in a pair of this person's."""
    _, review, _ = fill(Sponsorship.objects.of_person(user).get(), user)
    answer(review, user)
