"""Qui suit cette personne ? An exact search outside of one's reach: the unit, and nothing else.

Nobody, or somebody: the same queries, the same time, the same screen. Each search is logged.
"""

from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.db.models import Q

from portal.accounts.actors import Actor
from portal.accounts.capabilities import BLIND_SEARCH, has_capability
from portal.followup.access import rules
from portal.followup.access.errors import AccessError
from portal.followup.access.log import Act, log
from portal.followup.people.models import Beneficiary, SearchKey, identity_key
from portal.followup.people.searching import plain_number
from portal.followup.rows.scope import Scope, system_scope
from snippets.folding import fold_name
from snippets.limits import DAY, HOUR, Limit

# Counted by the area's door, outside of the transaction.
SEARCHES = Limit("followup.blind_searches", 20, HOUR)
SEARCHES_A_DAY = Limit("followup.blind_searches_a_day", 60, DAY)

_SALT = "portal.followup.access.blind"
_LIFETIME = 30 * 60
# A number of a household finds spouses; more than a few is no exact search.
_MOST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Which unit follows. `key` asks for the case, for half an hour and the same person.

    `units` are several, and `key` empty, when the search found several people. `pk` is set for a
    case within reach.
    """

    units: tuple[str, ...]
    key: str = ""
    pk: int | None = None


def blind_search(
    *,
    actor: Actor,
    birth_name: str = "",
    first_name: str = "",
    birth_date: date | None = None,
    number: str = "",
) -> Found | None:
    """Who follows the person of exactly this name and birth date, or of this number.

    None for nobody. The name is that of birth or the one used; the number is the case's, the
    household's or France Travail's. Raises AccessError.
    """
    user = actor.user
    if user is None or not has_capability(user, BLIND_SEARCH):
        message = "Votre niveau ne cherche pas hors de son périmètre."
        raise AccessError(message)
    condition = _condition(birth_name, first_name, birth_date, number)
    with system_scope(Scope.BLIND_SEARCH, actor=actor):
        rows = Beneficiary.objects.in_system_scope().filter(condition)
        people = [*rows.select_related("unit").order_by("pk")[:_MOST]]
    alone = people[0] if len(people) == 1 else None
    log(actor=actor, act=Act.SEARCH, beneficiary=alone, place="followup:blind_search")
    is_within = rules.may_see_identity(user, alone or Beneficiary(pk=0))
    if not people:
        return None
    units = tuple(dict.fromkeys(one.unit.name if one.unit else "" for one in people))
    if alone is None:
        return Found(units)
    key = signing.dumps([alone.number, user.pk], salt=_SALT)
    return Found(units, key, alone.pk if is_within else None)


def case_of(key: str, actor: Actor) -> Beneficiary:
    """The case that a search of this person found. Raises AccessError."""
    try:
        number, user_pk = signing.loads(key, salt=_SALT, max_age=_LIFETIME)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _search_first() from error
    if actor.user is None or user_pk != actor.user.pk:
        raise _search_first()
    with system_scope(Scope.BLIND_SEARCH, actor=actor):
        rows = Beneficiary.objects.in_system_scope().select_related("unit")
        found: Beneficiary | None = rows.filter(number=number).first()
    if found is None:
        raise _search_first()
    return found


def _search_first() -> AccessError:
    return AccessError("Cherchez d’abord la personne\u00a0: la recherche a plus d’une demi-heure.")


def _condition(birth_name: str, first_name: str, birth_date: date | None, number: str) -> Q:
    if number.strip():
        keys = SearchKey.unscoped.filter(kind=SearchKey.Kind.NUMBER, key=plain_number(number))
        return Q(pk__in=keys.values("beneficiary"))
    if not (fold_name(birth_name) and fold_name(first_name) and birth_date):
        message = "Écrivez le nom, le prénom et la date de naissance, ou un numéro."
        raise AccessError(message)
    # The name that the person uses is in `sort_name`, that of birth in the identity.
    used = Q(sort_name=fold_name(f"{birth_name} {first_name}"), birth_date=birth_date)
    return Q(identity_key=identity_key(birth_name, first_name, birth_date)) | used
