"""Who is told, for an organisation, of what waits for it."""

from collections.abc import Iterable

from django.db.models import Q

from portal.accounts.capabilities import CALL_BACK
from portal.accounts.holders import people_who_may
from portal.accounts.models import Membership, User
from portal.applications.models import Application
from snippets import french
from snippets.models import Organisation


def told_for(organisation: Organisation, applications: Iterable[Application]) -> list[User]:
    """Its managers, and its members who wrote these opportunities; the officers when it has none.

    An organisation without members is one that staff made, and one that is not verified may not
    read its candidates: both are the officers' to answer.
    """
    members = Membership.objects.active().filter(organisation=organisation, user__is_active=True)
    owners = {one.page.owner_id for one in applications if one.page and one.page.owner_id}
    wanted = members.filter(Q(role=Membership.Role.MANAGER) | Q(user__in=owners))
    found = [row.user for row in wanted.select_related("user").order_by("user_id")]
    if found and organisation.verified_at and not organisation.suspended_at:
        return found
    # Those who follow people for the whole territory, candidates included.
    return list(people_who_may(CALL_BACK).order_by("pk"))


def counted_by_title(applications: Iterable[Application]) -> str:
    """One line an opportunity: its title, and how many."""
    counts: dict[str, int] = {}
    for application in applications:
        counts[application.title] = counts.get(application.title, 0) + 1
    return "\n".join(
        f"{title}\u00a0: {french.counted(count, 'candidature')}"
        for title, count in sorted(counts.items())
    )
