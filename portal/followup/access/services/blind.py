"""Qui suit cette personne ? An exact search outside of one's reach: the unit, and nothing else.

Nobody, or somebody: the same queries, the same work, the same screen. Each search is logged, and
what follows from its answer is found by its line of the log: no number leaves the site.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.accounts.actors import Actor
from portal.accounts.capabilities import BLIND_SEARCH, has_capability
from portal.followup.access import reach, rules
from portal.followup.access.errors import AccessError
from portal.followup.access.log import Act, log
from portal.followup.access.models import AccessEntry
from portal.followup.people.models import Beneficiary, SearchKey, identity_key
from portal.followup.people.searching import plain_number
from portal.followup.rows.scope import Scope, system_scope
from snippets.folding import fold_name
from snippets.limits import DAY, HOUR, Limit

# Counted by the area's door, outside of the transaction.
SEARCHES = Limit("followup.blind_searches", 20, HOUR)
SEARCHES_A_DAY = Limit("followup.blind_searches_a_day", 60, DAY)

_SALT = "portal.followup.access.blind"
_LIFETIME = timedelta(minutes=30)
_PLACE = "followup:blind_search"
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
        rows = Beneficiary.objects.in_system_scope().filter(condition, merged_into__isnull=True)
        # What is archived is found by the manager of its unit alone.
        rows = rows.exclude(pk__in=reach.closed_ids())
        people = [*rows.select_related("unit").order_by("pk")[:_MOST]]
    alone = people[0] if len(people) == 1 else None
    line = log(actor=actor, act=Act.SEARCH, beneficiary=alone, place=_PLACE)
    is_within = rules.may_see_identity(user, alone or Beneficiary(pk=0))
    key = _key_of(line)
    if not people:
        return None
    units = tuple(dict.fromkeys(one.unit.name if one.unit else "" for one in people))
    if alone is None:
        return Found(units)
    return Found(units, key, alone.pk if is_within else None)


def case_of(key: str, actor: Actor) -> Beneficiary:
    """The case that a search of this person found. Raises AccessError."""
    with system_scope(Scope.BLIND_SEARCH, actor=actor):
        lines = AccessEntry.objects.in_system_scope().filter(
            user=actor.user,
            act=Act.SEARCH,
            place=_PLACE,
            beneficiary__isnull=False,
            at__gte=timezone.now() - _LIFETIME,
        )
        found = [
            line.beneficiary
            for line in lines.select_related("beneficiary__unit")
            if constant_time_compare(_key_of(line), key)
        ]
    if actor.user is None or not found:
        raise _search_first()
    case: Beneficiary = found[0]
    return case


def _key_of(line: AccessEntry) -> str:
    """What names the answer of one search, to who made it: a keyed digest, which says nothing."""
    said = f"{line.pk} {line.user_id} {line.beneficiary_id}"
    return salted_hmac(_SALT, said, algorithm="sha256").hexdigest()


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
