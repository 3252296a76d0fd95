"""Every right and move of people, which say when a right was opened."""

from collections.abc import Collection
from datetime import date

from django.db.models import Value

from portal.followup.clocks.legal import Move, Right
from portal.followup.models import Entitlement, OrganismMove


def openings_of(ids: Collection[int], day: date) -> dict[int, tuple[list[Right], list[Move]]]:
    """What the service had received of them by a day, the oldest first."""
    rights = Entitlement.unscoped.filter(beneficiary__in=ids, received_on__lte=day).values_list(
        "beneficiary_id", "on", "status", "has_duties", "received_on", Value("right"), "pk"
    )
    moves = OrganismMove.unscoped.filter(beneficiary__in=ids, received_on__lte=day).values_list(
        "beneficiary_id", "on", "direction", Value(value=False), "received_on", Value("move"), "pk"
    )
    found: dict[int, tuple[list[Right], list[Move]]] = {pk: ([], []) for pk in ids}
    together = rights.order_by().union(moves.order_by(), all=True)
    for pk, on, what, has_duties, received_on, table, _ in sorted(
        together, key=lambda row: (row[1], row[-1])
    ):
        if table == "right":
            found[pk][0].append(Right(on, what, has_duties, received_on))
        else:
            found[pk][1].append(Move(on, what, received_on))
    return found
