"""The rules for applying or registering for somebody else, whatever it is for."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from portal.accounts.capabilities import APPLY_FOR
from portal.accounts.capability import Reach
from portal.accounts.holders import may_as_agent, memberships_giving
from portal.accounts.models import Membership, User
from portal.participation.errors import ParticipationError
from portal.participation.models import Agreement
from portal.participation.rules import works_outside
from snippets.addresses import normal_address
from snippets.folding import fold_name
from snippets.models import Organisation

OWN_ADDRESS = (
    "C’est votre adresse, ou celle de votre organisation. Écrivez celle de la personne, "
    "ou cochez «\u00a0Pas d’adresse e-mail\u00a0»."
)
USED_ADDRESS = (
    "Vous avez déjà donné cette adresse pour quelqu’un d’autre. Si les deux personnes la "
    "partagent, cochez la case pour continuer."
)


class UsedAddressError(ParticipationError):
    """The helper gave this address for another person: a tick says that both share it."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Who acts for somebody else, and for which employment partner (none: the Département)."""

    user: User
    organisation: Organisation | None = None


def is_of_the_department(helper: Helper) -> bool:
    """Whether the Département itself acts: neither a partner nor a body it delegates to."""
    return helper.organisation is None and not works_outside(helper.user)


def helper_of(user: User, organisation: Organisation | None = None) -> Helper | None:
    """How somebody may help: as an agent, else for a partner of theirs; None when they may not.

    `organisation` chooses among several partners; their first one otherwise.
    """
    if may_as_agent(user, APPLY_FOR):
        return Helper(user)
    rows = memberships_giving(APPLY_FOR).filter(user=user).select_related("organisation")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    membership = rows.order_by("pk").first()
    return Helper(user, membership.organisation) if membership else None


def check_helped(
    *,
    helper: User,
    first_name: str,
    last_name: str,
    email: str,
    confirmed_warning: bool = False,
) -> None:
    """Refuse an address that is not the person's, so that they can say no by themselves.

    No address at all is accepted. Raises ParticipationError for the helper's own (their account's,
    their organisations'), UsedAddressError for one that they used for another person.
    """
    address = normal_address(email)
    if not address:
        return
    if address in _own_addresses(helper):
        raise ParticipationError(OWN_ADDRESS, field="email")
    folded = fold_name(f"{last_name} {first_name}")
    given = Agreement.objects.filter(recorded_by=helper, participant__email=address)
    names = set(given.values_list("participant__folded_name", flat=True))
    # Somebody for whom it was given already is no other person: the tick was asked for then.
    if names and folded not in names and not confirmed_warning:
        raise UsedAddressError(USED_ADDRESS, field="email")


def _own_addresses(helper: User) -> set[str]:
    accounts: Any = EmailAddress.objects.filter(user=helper).values_list("email", flat=True)
    organisations = Membership.objects.active().filter(user=helper)
    theirs = organisations.values_list("organisation__email", flat=True)
    return {normal_address(found) for found in (helper.email, *accounts, *theirs) if found}


def may_type_names(user: Any) -> bool:
    """Whether somebody may help people who have no account: advisers have a list of their own."""
    if not (user.is_authenticated and user.is_active):
        return False
    reach = {APPLY_FOR.holders.get(level) for level in user.levels}
    return Reach.FOR_SOMEONE in reach or memberships_giving(APPLY_FOR).filter(user=user).exists()
