"""What the screens of merges read."""

from typing import Any

from django.db.models import Q, QuerySet

from portal.followup.access import reach
from portal.followup.merging.models import CaseMerge
from portal.followup.orientation.rules import decides
from portal.followup.people import duplicates
from portal.followup.people.duplicates import Candidate, Sought
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope


def merges_of(user: Any) -> QuerySet[CaseMerge]:
    """Merges that somebody answers or reads: on cases of theirs both.

    Without the case that was given up: once it is a pointer, nobody reads its row.
    """
    rows: QuerySet[CaseMerge] = CaseMerge.objects.visible_to(user)
    if not decides(user):
        # Who merely follows a case has nothing to answer.
        rows = rows.filter(reach.manages(user, "beneficiary"))
    return rows.select_related("beneficiary", "asked_by", "decided_by")


def waiting_for(user: Any) -> QuerySet[CaseMerge]:
    """Those that wait for this person's agreement."""
    return (
        merges_of(user)
        .filter(state=CaseMerge.State.ASKED)
        .exclude(Q(asked_by__user=user.pk))
        .order_by("created_at", "pk")
    )


def duplicates_of(case: Beneficiary, user: Any) -> list[Candidate]:
    """Cases that may be of the same person, within the reader's reach."""
    home = case.household
    key = (home.organism, home.organism_number, home.matricule) if home else ("", "", "")
    sought = Sought(
        case.birth_name,
        case.first_name,
        case.birth_date,
        key,
        case.france_travail_number,
        case.phone,
    )
    with system_scope(Scope.MERGE):
        found = duplicates.find_same(sought, but={case.pk})
    return [one for one in duplicates.candidates(sought, found, user) if one.pk is not None]
