"""How often guests may ask for something without an account."""

from portal.participation.errors import TooManyRequestsError
from snippets.limits import DAY, HOUR, Limit, first_reached
from snippets.site import call_us

# A library or a training centre is one visitor.
CALLS_BY_VISITOR = Limit("participation.call_me.visitor", 40, HOUR)
CALLS_BY_PHONE = Limit("participation.call_me.phone", 5, DAY)
LINKS_BY_VISITOR = Limit("participation.my_data.visitor", 20, HOUR)
LINKS_BY_ADDRESS = Limit("participation.my_data.address", 4, HOUR)
# Each is a message: nobody fills somebody else’s mailbox, from however many networks.
LINKS_IN_A_DAY = Limit("participation.my_data.address_in_a_day", 10, DAY)
OFTEN = "Trop de demandes pour le moment. Réessayez dans une heure, ou {call_us}."


def count_call(*, phone: str, visitor: str) -> None:
    """Count one wish to be called. Raises TooManyRequestsError."""
    if first_reached((CALLS_BY_VISITOR, (visitor,)), (CALLS_BY_PHONE, (phone,))):
        raise TooManyRequestsError(OFTEN.format(call_us=call_us()))


def count_link(*, address: str, visitor: str) -> None:
    """Count one demand for a link to one's data. Raises TooManyRequestsError."""
    if first_reached(
        (LINKS_BY_VISITOR, (visitor,)),
        (LINKS_BY_ADDRESS, (address,)),
        (LINKS_IN_A_DAY, (address,)),
    ):
        raise TooManyRequestsError(OFTEN.format(call_us=call_us()))
