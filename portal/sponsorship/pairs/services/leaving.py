"""Either of the two ends it, at any time, without having to say why."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change
from portal.sponsorship.pairs.services.own import lock_own
from portal.sponsorship.pairs.shown import OTHER
from portal.sponsorship.pairs.states import REACHED, RUNNING, Role, Side, State
from portal.sponsorship.pairs.tell import tell_one
from portal.sponsorship.requests.services.closing import withdraw


@transaction.atomic
def leave_pair(
    *,
    pair: Sponsorship,
    side: Side,
    actor: Actor,
    word: str = "",
    reason: str = "",
    wants_another: bool = True,
) -> Sponsorship:
    """End a pair that both accepted. The person waits again at the rank of their first day.

    `word` goes to the other, unless the pair is suspended; `reason` to the coordinator alone. A
    person who wants no other sponsor takes their request back. Raises SponsorshipError.
    """
    found = lock_own(pair, side, actor, RUNNING)
    may_write = found.state in REACHED
    change(found, State.BROKEN, role=Role(side.value), actor=actor, reason=reason)
    tell_one(found, OTHER[side], "sponsorship_farewell", word=word.strip() if may_write else "")
    if side == Side.PERSON and not wants_another:
        withdraw(request=found.request, actor=actor)
    return found
