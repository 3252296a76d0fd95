"""How a case stands now, locked: what every decision on a pathway begins with."""

from typing import Any

from portal.followup.booking.answering import hold
from portal.followup.orientation.errors import DecidedMeanwhileError, OrientationError
from portal.followup.orientation.models import Orientation, ReferentAssignment
from portal.followup.people.errors import HasLeftError
from portal.followup.people.models import Beneficiary

# A caller that did not look before deciding: a job, another service.
ANY: Any = object()


def locked_case(beneficiary: Beneficiary) -> Beneficiary:
    """The case, which nobody else changes until the end of the transaction.

    Raises OrientationError when it is out of reach of the scope that is open. Invitations and slots
    of the case come with it, in the order in which whoever books takes them.
    """
    hold(beneficiary.pk)
    row = (
        Beneficiary.unscoped.select_for_update(of=("self",))
        .select_related("unit")
        .filter(pk=beneficiary.pk)
        .first()
    )
    if row is None:
        message = "Ce dossier n’est pas dans votre périmètre."
        raise OrientationError(message)
    return row


def check_active(case: Beneficiary) -> None:
    """Raise HasLeftError for somebody whose pathway ended."""
    if case.has_left:
        raise HasLeftError


def current_orientation(case: Beneficiary) -> Orientation | None:
    """The one that goes on."""
    rows = Orientation.unscoped.select_related("structure", "unit")
    return rows.filter(beneficiary=case, ends_on__isnull=True).first()


def current_assignment(case: Beneficiary) -> ReferentAssignment | None:
    """The referent that the case has."""
    rows = ReferentAssignment.unscoped.select_related("professional__user", "structure")
    return rows.filter(beneficiary=case, ends_at__isnull=True).first()


def check_seen(row: Any, seen: Any, what: str) -> None:
    """Raise DecidedMeanwhileError when the form was read on another row than this one.

    `seen` is the key that the form holds, None for nothing.
    """
    if seen is ANY or seen == (row.pk if row else None):
        return
    raise DecidedMeanwhileError(what, row)
