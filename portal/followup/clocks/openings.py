"""Every right and move of people, which say when a right was opened."""

from collections.abc import Collection
from datetime import date

from portal.followup.clocks.legal import Move, Right
from portal.followup.rows.prepared import rows_of

# Whether a right, case, status or direction, whether with duties, the day of reference, reception.
_RECEIVED = """
SELECT is_right, beneficiary_id, code, has_duties, day, received_on
FROM (
    SELECT true AS is_right, beneficiary_id, status AS code, has_duties, "on" AS day, received_on,
           id AS key
    FROM followup_entitlement
    WHERE beneficiary_id = ANY(%(ids)s) AND received_on <= %(day)s
    UNION ALL
    SELECT false, beneficiary_id, direction, false, "on", received_on, id
    FROM followup_organismmove
    WHERE beneficiary_id = ANY(%(ids)s) AND received_on <= %(day)s
) AS received
ORDER BY day, key
"""


def openings_of(ids: Collection[int], day: date) -> dict[int, tuple[list[Right], list[Move]]]:
    """What the service had received of them by a day, the oldest first."""
    found: dict[int, tuple[list[Right], list[Move]]] = {pk: ([], []) for pk in ids}
    received = rows_of(_RECEIVED, {"ids": [*ids], "day": day})
    for is_right, pk, code, has_duties, on, received_on in received:
        rights, moves = found[pk]
        if is_right:
            rights.append(Right(on, code, has_duties, received_on))
        else:
            moves.append(Move(on, code, received_on))
    return found
