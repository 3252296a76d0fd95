"""Writing who took a list away: an export, a sheet, a link that was opened."""

from portal.accounts.actors import Actor
from portal.cv.sharing.networks import network_of
from portal.recruitment.models import CompanyLink, ListAccess, Roster


def record_access(
    *,
    roster: Roster,
    how: ListAccess.How,
    actor: Actor,
    rows: int,
    link: CompanyLink | None = None,
) -> ListAccess:
    """One line of the log: of the address, the network alone; of a link, nobody's name."""
    return ListAccess.objects.create(
        roster=roster,
        how=how,
        by=actor.user,
        by_name=actor.name if actor.user else "",
        link=link,
        network=network_of(actor.address),
        rows=rows,
    )
