"""How often somebody may apply without an account."""

from portal.applications.errors import TooManyRequestsError
from snippets.limits import DAY, HOUR, Limit, first_reached
from snippets.site import call_us

# A forum for employment or a training centre is one visitor; no visitor alone uses up what an
# address may get.
BY_VISITOR = Limit("applications.visitor", 100, HOUR)
BY_PERSON_AND_VISITOR = Limit("applications.person_and_visitor", 10, HOUR)
BY_PERSON = Limit("applications.person", 30, DAY)
_OFTEN_FROM_HERE = (
    "Beaucoup de candidatures partent de ce réseau en ce moment. "
    "Réessayez dans une heure, ou {call_us}."
)
_OFTEN_FOR_PERSON = (
    "Beaucoup de candidatures ont été demandées avec cette adresse ou ce numéro. Réessayez "
    "dans une heure, ou connectez-vous\u00a0: avec un compte, vous n’attendez pas."
)


def count_guest(*, person: str, visitor: str) -> None:
    """Count one application before anything is looked up. Raises TooManyRequestsError.

    `person` is the address or the number that was typed: the answer tells nothing of it.
    """
    reached = first_reached(
        (BY_VISITOR, (visitor,)),
        (BY_PERSON_AND_VISITOR, (person, visitor)),
        (BY_PERSON, (person,)),
    )
    if reached is not None:
        message = _OFTEN_FROM_HERE if reached is BY_VISITOR else _OFTEN_FOR_PERSON
        raise TooManyRequestsError(message.format(call_us=call_us()))
