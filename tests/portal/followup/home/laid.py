"""What the rows of the matrix name of the home page: tabs that people kept, assignments."""

from typing import Any

from portal.followup.models import ReferentAssignment, SavedFilter
from tests.portal.followup.people_of_the_area import in_test_scope


@in_test_scope
def lay_home(world: Any) -> None:
    rows = ReferentAssignment.unscoped.filter(ends_at__isnull=True)
    world.case_assignment = rows.get(beneficiary=world.case)
    world.other_assignment = rows.get(beneficiary=world.other_case)
    world.case_filter, world.other_filter = (
        SavedFilter.unscoped.create(user=who.user, name="Silence", query="alerte=silence")
        for who in (world.adviser, world.other_adviser)
    )
