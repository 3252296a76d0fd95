"""How often people may register without an account, from one network or for one address."""

from portal.recruitment.errors import TooManyRequestsError
from snippets.limits import DAY, HOUR, Limit, first_reached
from snippets.site import call_us

# A training centre or a library registers a whole group from one network, on one morning.
BY_VISITOR = Limit("registrations.visitor", 60, HOUR)
BY_ADDRESS_AND_VISITOR = Limit("registrations.address_and_visitor", 5, HOUR)
BY_ADDRESS = Limit("registrations.address", 15, HOUR)
# Each request is a message: nobody fills somebody else’s mailbox, from however many networks.
BY_ADDRESS_IN_A_DAY = Limit("registrations.address_in_a_day", 30, DAY)
_OFTEN_FROM_HERE = (
    "Beaucoup d’inscriptions ont été faites depuis ce réseau. "
    "Réessayez dans une heure, ou {call_us}."
)
_OFTEN_FOR_ADDRESS = (
    "Beaucoup d’inscriptions ont été faites avec ces coordonnées. Réessayez dans une heure, "
    "ou {call_us}."
)


def count_request(*, address: str, visitor: str) -> None:
    """Count one request before anything is looked up. Raises TooManyRequestsError.

    `address`: an e-mail, or the digits of a phone.
    """
    reached = first_reached(
        (BY_VISITOR, (visitor,)),
        (BY_ADDRESS_AND_VISITOR, (address, visitor)),
        (BY_ADDRESS, (address,)),
        (BY_ADDRESS_IN_A_DAY, (address,)),
    )
    if reached is not None:
        message = _OFTEN_FROM_HERE if reached is BY_VISITOR else _OFTEN_FOR_ADDRESS
        raise TooManyRequestsError(message.format(call_us=call_us()))
