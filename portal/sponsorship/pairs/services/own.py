"""What every act of one of the two begins with."""

from collections.abc import Collection

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.apart import is_kept_apart
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import lock_pair
from portal.sponsorship.pairs.states import REACHED, Side, State

NOT_YOURS = "Ce binôme n’est pas le vôtre."
PAUSED = "Le binôme est en pause\u00a0: rien ne s’y note pour le moment."
NOT_RUNNING = "Ce binôme n’est pas en cours\u00a0: rien ne s’y note."


def lock_own(
    pair: Sponsorship, side: Side, actor: Actor, states: Collection[State] = REACHED
) -> Sponsorship:
    """The pair, held, when this side acts and its state is one of these.

    Raises SponsorshipError for somebody else, another state, or two who are kept apart.
    """
    found = lock_pair(pair)
    if actor.user is None or found.side_of(actor.user) != side:
        raise SponsorshipError(NOT_YOURS)
    if found.state not in states:
        raise SponsorshipError(PAUSED if found.state == State.SUSPENDED else NOT_RUNNING)
    # Leaving and the alert stay possible whatever happens.
    if REACHED.issuperset(states) and is_kept_apart(found):
        raise SponsorshipError(PAUSED)
    return found
