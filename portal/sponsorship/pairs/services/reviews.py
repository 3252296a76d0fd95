"""Reviews: each of the two answers for themselves; the coordinator alone reads both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.following import Review, ReviewAnswer
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import lock_coordinated, lock_pair
from portal.sponsorship.pairs.services.own import NOT_RUNNING, lock_own
from portal.sponsorship.pairs.states import Side, State
from snippets.one_by_one import sum_of_each

NONE_DUE = "Ce bilan n’est pas à faire pour le moment."
ALREADY = "Vous avez déjà répondu à ce bilan\u00a0: merci."
ASKED = "Ce bilan est déjà demandé."
Tell = Callable[[Review], None]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one of the two says."""

    pace: str
    use: str
    progress: str = ""
    missing: str = ""


@transaction.atomic
def answer_review(
    *, pair: Sponsorship, side: Side, review: int, answers: Answers, actor: Actor
) -> ReviewAnswer:
    """Answer once. Raises SponsorshipError before its day, or for a second answer."""
    found = lock_own(pair, side, actor, {State.ACTIVE})
    row = found.reviews.due(timezone.localdate()).filter(pk=review).first()
    if row is None:
        raise SponsorshipError(NONE_DUE)
    if row.answers.filter(side=side).exists():
        raise SponsorshipError(ALREADY)
    return ReviewAnswer.objects.create(
        review=row,
        side=side,
        written_by=actor.user,
        pace=answers.pace,
        use=answers.use,
        progress=answers.progress.strip(),
        missing=answers.missing.strip(),
    )


@transaction.atomic
def ask_final_review(*, pair: Sponsorship, tell: Tell, actor: Actor) -> Review:
    """Ask both for the final review before its day. Raises SponsorshipError when it was asked."""
    found = lock_coordinated(pair, actor)
    if found.state != State.ACTIVE:
        raise SponsorshipError(NOT_RUNNING)
    row = found.reviews.filter(
        phase=found.phase, kind=Review.Kind.FINAL, asked_at__isnull=True
    ).first()
    if row is None:
        raise SponsorshipError(ASKED)
    _ask(row, tell, timezone.now())
    return row


def ask_due_reviews(tell: Tell, *, now: datetime | None = None) -> int:
    """Ask both, once, on the day of each review; return how many. Twice is once."""
    now = now or timezone.now()
    due = Review.objects.filter(
        pair__state=State.ACTIVE, asked_at__isnull=True, due_on__lte=timezone.localdate(now)
    )
    return sum_of_each(
        due.select_related("pair__request"),
        lambda review: _ask_one(review, tell, now),
        failed="Review %s could not be asked.",
    )


@transaction.atomic
def _ask_one(review: Review, tell: Tell, now: datetime) -> bool:
    pair = lock_pair(review.pair)
    row = pair.reviews.filter(pk=review.pk, asked_at__isnull=True).first()
    if row is None or pair.state != State.ACTIVE:
        return False
    row.pair = pair
    _ask(row, tell, now)
    return True


def _ask(review: Review, tell: Tell, now: datetime) -> None:
    review.asked_at = now
    review.save(update_fields=["asked_at"])
    tell(review)
