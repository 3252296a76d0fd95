"""How often alerts may be asked for without an account."""

from portal.candidates.errors import TooManyRequestsError
from snippets.limits import HOUR, Limit, first_reached
from snippets.site import call_us

# A library or a training centre is one visitor; no visitor alone uses up what an address may get.
BY_VISITOR = Limit("alerts.visitor", 30, HOUR)
BY_ADDRESS_AND_VISITOR = Limit("alerts.address_and_visitor", 5, HOUR)
BY_ADDRESS = Limit("alerts.address", 15, HOUR)
_OFTEN_FROM_HERE = (
    "Beaucoup d’alertes ont été demandées depuis ce réseau. Réessayez dans une heure, ou {call_us}."
)
_OFTEN_FOR_ADDRESS = (
    "Beaucoup d’alertes ont été demandées pour cette adresse. Réessayez dans une heure, "
    "ou connectez-vous\u00a0: avec un compte, vous n’attendez pas."
)


def count_request(*, address: str, visitor: str) -> None:
    """Count one request before anything is looked up. Raises TooManyRequestsError.

    It counts what was asked, never what an address has: the answer tells nothing of its alerts.
    """
    reached = first_reached(
        (BY_VISITOR, (visitor,)),
        (BY_ADDRESS_AND_VISITOR, (address, visitor)),
        (BY_ADDRESS, (address,)),
    )
    if reached is not None:
        message = _OFTEN_FROM_HERE if reached is BY_VISITOR else _OFTEN_FOR_ADDRESS
        raise TooManyRequestsError(message.format(call_us=call_us()))
