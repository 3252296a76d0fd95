"""What the rows of the closed area name: a case within reach, the same of somebody else.

Each theme adds a method that lays what its paths name, and calls it in `lay_followup`. Rows are
made in the scope `test`: `in_test_scope` of `people_of_the_area` wraps what writes by hand.
"""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.models import Absence, Beneficiary, CareTeamMember, Professional, Unit
from tests.portal.accounts.people import signed_in
from tests.portal.followup.booking.diaries import lay_booking
from tests.portal.followup.cast import lay_case
from tests.portal.followup.contract.contracts import lay_contracts
from tests.portal.followup.home.laid import lay_home
from tests.portal.followup.imports.staged import lay_imports
from tests.portal.followup.merging.laid import lay_moves
from tests.portal.followup.orientation.laid import lay_orientation
from tests.portal.followup.own_side.laid import lay_own_side
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    open_in_emergency,
    orient,
    place,
    refer,
    replace,
)
from tests.portal.followup.procedures.laid import lay_procedures
from tests.portal.followup.retention.laid import lay_retention
from tests.portal.followup.suggestions.proposals import lay_suggestions


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
    spare_case: Beneficiary
    case_member: CareTeamMember
    other_member: CareTeamMember
    unit_absence: Absence
    other_absence: Absence
    # Browsers of people who reached `case`, or asked to, and do not now.
    outsiders: dict[str, Client]

    def lay_followup(self) -> None:
        """Lay all of it, once the people of each level are there."""
        self.lay_cases()
        self.lay_link()
        lay_imports(self)
        lay_contracts(self)
        lay_home(self)
        lay_orientation(self)
        self.lay_access()
        self.lay_outsiders()
        lay_case(self)
        lay_booking(self)
        lay_procedures(self)
        lay_retention(self)
        lay_own_side(self)
        lay_suggestions(self)
        lay_moves(self)

    def lay_link(self) -> None:
        """The matrix's candidate is linked with `case`; `spare_case` waits for a code."""
        self.spare_case = make_beneficiary(self.adviser)
        link_account(self.case, self.people[L.CANDIDATE])

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

    @in_test_scope
    def lay_access(self) -> None:
        """Requests that wait, and absences that are planned."""
        self.case_member = join_team(self.case, make_professional(), confirmed=False)
        colleague = make_professional(unit=self.other_unit)
        self.other_member = join_team(self.other_case, colleague, confirmed=False)
        start = timezone.now() + timedelta(days=10)
        self.unit_absence, self.other_absence = (
            Absence.unscoped.create(
                professional=person,
                deputy=make_professional(unit=person.unit),
                starts_at=start,
                ends_at=start + timedelta(days=5),
            )
            for person in (self.adviser, self.other_adviser)
        )

    @in_test_scope
    def lay_outsiders(self) -> None:
        """Same levels, other people: what they had has ended, or never began."""
        now = timezone.now()
        ago = now - timedelta(days=40)
        people = {
            name: make_professional(unit=self.unit)
            for name in ("colleague", "former member", "unanswered", "suspended", "left")
        }
        people["former referent"] = make_professional(unit=self.other_unit)
        people["former emergency"] = make_professional(unit=self.other_unit)
        people["former deputy"] = make_professional(unit=self.unit)
        people["other manager"] = self.other_unit_manager
        people["other adviser"] = self.other_adviser
        join_team(self.case, people["former member"], ends_at=now - timedelta(minutes=1))
        lapsed = join_team(self.case, people["unanswered"], confirmed=False)
        CareTeamMember.unscoped.filter(pk=lapsed.pk).update(
            asked_at=ago, lapses_at=ago + timedelta(days=30)
        )
        join_team(self.case, people["suspended"])
        people["suspended"].user.groups.clear()
        join_team(self.case, people["left"])
        Professional.unscoped.filter(pk=people["left"].pk).update(left_on=now.date())
        refer(self.case, people["former referent"], starts_at=ago, ends_at=ago + timedelta(days=1))
        replace(
            self.adviser,
            people["former deputy"],
            starts_at=ago,
            ends_at=now - timedelta(minutes=1),
        )
        open_in_emergency(
            self.case,
            people["former emergency"],
            opened_at=ago,
            expires_at=ago + timedelta(hours=24),
        )
        self.outsiders = {name: signed_in(one.user) for name, one in people.items()}
