"""A commitment ends: by either side with kind words, with its period, with the application."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.applications.models import Application
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import MAX_WORD, VolunteerCommitment, VolunteerHours
from portal.sponsorship.commitments.services import telling
from portal.sponsorship.commitments.services.issuing import issue_when_complete
from portal.sponsorship.commitments.services.locking import lock_commitment
from portal.sponsorship.commitments.states import HoursState, Role, Side, State, may_go
from portal.sponsorship.commitments.texts import PERIOD_OVER, TAKEN_BACK, THANKS
from snippets.one_by_one import sum_of_each

ENDED = "Cet engagement n’est plus en cours."
TOO_LONG = f"C’est trop long\u00a0: {MAX_WORD}\u00a0caractères au plus."
_ROLES = {Side.VOLUNTEER: Role.VOLUNTEER, Side.ASSOCIATION: Role.ASSOCIATION}


@transaction.atomic
def end_commitment(
    *, commitment: VolunteerCommitment, side: Side, actor: Actor, word: str = ""
) -> VolunteerCommitment:
    """End it today; the other side reads the word, or thanks. Raises CommitmentError.

    Hours done until today may still be declared and answered.
    """
    word = word.strip() or THANKS
    if len(word) > MAX_WORD:
        raise CommitmentError(TOO_LONG, field="word")
    found = lock_commitment(commitment, side, actor)
    if not may_go(found.state, State.ENDED, _ROLES[side]):
        raise CommitmentError(ENDED)
    today = timezone.localdate()
    last = max(today, found.starts_on)
    found.ends_on = min(found.ends_on, last) if found.ends_on else last
    _close(found, State.ENDED, actor, word, side=side)
    telling.tell_ended(found, side=side)
    issue_when_complete(found)
    return found


def end_those_that_are_over(today: date | None = None) -> int:
    """End what passed its last day, and tell each person; how many. Run twice, it is once."""
    today = today or timezone.localdate()
    rows = VolunteerCommitment.objects.filter(state=State.ACTIVE, ends_on__lt=today)
    return sum_of_each(
        rows.select_related("application").order_by("pk").iterator(chunk_size=500),
        lambda commitment: _end_over(commitment, today),
        failed="commitment %s was not ended",
    )


@transaction.atomic
def _end_over(commitment: VolunteerCommitment, today: date) -> bool:
    found = lock_commitment(commitment, Side.VOLUNTEER, Actor(None))
    is_over = found.ends_on is not None and found.ends_on < today
    if not (is_over and may_go(found.state, State.ENDED, Role.SITE)):
        return False
    _close(found, State.ENDED, Actor(None), PERIOD_OVER)
    telling.tell_over(found)
    issue_when_complete(found)
    return True


@transaction.atomic
def cancel_of(*, application: Application) -> None:
    """The person takes back that the association knows them: nothing waits for it any more.

    What was confirmed, and certified, stays the person's. Who calls holds the application.
    """
    rows = VolunteerCommitment.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(application=application).first()
    if found is None:
        return
    VolunteerHours.objects.filter(commitment=found, state=HoursState.WAITING).update(
        state=HoursState.TAKEN_BACK, version=F("version") + 1
    )
    if may_go(found.state, State.CANCELLED, Role.SITE):
        _close(found, State.CANCELLED, Actor(None), TAKEN_BACK)


def _close(
    commitment: VolunteerCommitment, to: State, actor: Actor, word: str, *, side: str = ""
) -> None:
    commitment.state, commitment.ended_side = to, side
    commitment.ended_at, commitment.ended_by = timezone.now(), actor.user
    commitment.end_reason = word
    commitment.save()
