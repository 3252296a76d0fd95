"""For whom people help others with a CV: the Département, or a partner that is verified."""

from collections.abc import Iterable

from portal.accounts.capabilities import HELP_CV
from portal.accounts.holders import agents_who_may, memberships_giving

DEPARTMENT = "Département"


def workplaces(people: Iterable[int]) -> dict[int, str]:
    """For whom each of these people (by key) helps now; those who no longer may are left out."""
    keys = set(people)
    agents = agents_who_may(HELP_CV).filter(pk__in=keys).values_list("pk", flat=True)
    found = {pk: [DEPARTMENT] for pk in agents}
    rows = memberships_giving(HELP_CV).filter(user__in=keys, user__is_active=True)
    for pk, name in rows.order_by("organisation__name").values_list("user", "organisation__name"):
        found.setdefault(pk, []).append(name)
    return {pk: ", ".join(dict.fromkeys(names)) for pk, names in found.items()}
