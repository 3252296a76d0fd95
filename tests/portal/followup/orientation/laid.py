"""What the rows of the matrix name of orientation, rights and settings."""

from typing import Any

from tests.portal.followup.orientation.things import (
    first_term,
    make_request,
    make_right,
    plan_settings,
    record_exit_of,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, orient


def lay_orientation(world: Any) -> None:
    """Requests, an orientation to notify, somebody who left, rights, what is planned."""
    world.case_request = make_request(world.case, world.adviser)
    world.stray_request = make_request(world.other_case, world.other_adviser)
    world.new_case, world.exited_case = make_beneficiary(), make_beneficiary(state="exited")
    world.new_orientation = orient(world.new_case, notified_on=None)
    record_exit_of(world.exited_case)
    world.case_right, world.stray_right = make_right(world.case), make_right(world.other_case)
    world.term = first_term()
    world.planned_delay, world.planned_letter = plan_settings()
