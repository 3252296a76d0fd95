"""What the rows of the closed area name: a case within reach, the same of somebody else.

Each theme adds a method that lays what its paths name, and calls it in `lay_followup`. Rows are
made in the scope `test`: `in_test_scope` of `people_of_the_area` wraps what writes by hand.
"""

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.models import (
    Beneficiary,
    DelaySetting,
    Entitlement,
    LetterText,
    Orientation,
    Professional,
    ReorientationRequest,
    Term,
    Unit,
)
from tests.portal.followup.orientation.things import (
    first_term,
    make_request,
    make_right,
    plan_settings,
    record_exit_of,
)
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
    place,
)


class FollowupWorld:
    """`case`: its referent is the ADVISER of the matrix, in the unit of its UNIT_MANAGER.

    `other_case`: of another unit, referent and structure. What is of `case` is named `case_…`, what
    is of `other_case` `other_…`.
    """

    people: dict[str, User]
    unit: Unit
    other_unit: Unit
    adviser: Professional
    orientation_officer: Professional
    unit_manager: Professional
    other_adviser: Professional
    other_unit_manager: Professional
    case: Beneficiary
    other_case: Beneficiary
    case_request: ReorientationRequest
    other_request: ReorientationRequest
    new_case: Beneficiary
    new_orientation: Orientation
    exited_case: Beneficiary
    case_right: Entitlement
    other_right: Entitlement
    term: Term
    planned_delay: DelaySetting
    planned_letter: LetterText

    def lay_followup(self) -> None:
        """Lay all of it, once the people of each level are there."""
        self.lay_cases()
        self.lay_orientation()

    def lay_cases(self) -> None:
        """Who works in the area, and two cases."""
        self.unit, self.other_unit = make_unit(), make_unit()
        self.adviser = place(self.people[L.ADVISER], unit=self.unit)
        self.unit_manager = place(self.people[L.UNIT_MANAGER], unit=self.unit)
        # Orients everybody, from a unit of their own.
        self.orientation_officer = place(self.people[L.ORIENTATION_OFFICER])
        self.other_adviser = make_professional(unit=self.other_unit)
        self.other_unit_manager = make_professional(L.UNIT_MANAGER, unit=self.other_unit)
        self.case = make_beneficiary(self.adviser, household=make_household())
        self.other_case = make_beneficiary(self.other_adviser, household=make_household())
        for case in (self.case, self.other_case):
            orient(case)

    def lay_orientation(self) -> None:
        """Requests, an orientation to notify, somebody who left, a right, settings."""
        self.case_request = make_request(self.case, self.adviser)
        self.other_request = make_request(self.other_case, self.other_adviser)
        self.new_case, self.exited_case = make_beneficiary(), make_beneficiary(state="exited")
        self.new_orientation = orient(self.new_case, notified_on=None)
        record_exit_of(self.exited_case)
        self.case_right, self.other_right = make_right(self.case), make_right(self.other_case)
        self.term = first_term()
        self.planned_delay, self.planned_letter = plan_settings()
