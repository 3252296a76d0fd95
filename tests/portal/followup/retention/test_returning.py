"""Somebody whose case is archived comes back by a monthly file, or is looked for from outside."""

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.access.errors import AccessError
from portal.followup.access.services.blind import blind_search
from portal.followup.access.services.emergency import break_glass
from portal.followup.models import Beneficiary, SearchKey
from portal.followup.people.errors import DuplicateError
from portal.followup.people.services.opening import NewPerson, open_case
from portal.followup.retention.services import slips
from portal.followup.retention.states import R, S
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.imports.households import (
    FEBRUARY,
    MARCH,
    alone,
    imported,
    monthly,
    people,
)
from tests.portal.followup.imports.monthly import apply, officer, receive
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
)
from tests.portal.followup.retention.laid import archive, make_slip, retention_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("status", "state"), [("2", R.LAPSED), ("5", R.ARCHIVED)])
def test_a_file_with_an_open_right_opens_the_case_at_once(status, state):
    actor = officer()
    imported(actor, alone())
    [zoe] = people()
    unit = make_unit()
    with system_scope(Scope.TEST):
        zoe.unit = unit
        zoe.save()
    archive(zoe, last_contact_on=FEBRUARY)
    slip = make_slip(unit, zoe, state=S.DESTROYING)
    apply(receive(monthly(alone(status=status), on=MARCH), actor), actor)
    row = retention_of(zoe)
    assert row.state == state
    with system_scope(Scope.TEST):
        assert SearchKey.unscoped.filter(beneficiary=zoe).exists() is (state == R.LAPSED)
    # On the slip or not, whoever came back is not destroyed.
    assert slips.destroy(slip_id=slip.pk) == (0 if state == R.LAPSED else 1)


def test_nobody_finds_the_archive_from_outside():
    unit = make_unit()
    case = make_beneficiary(unit=unit, birth_name="Zéphyrin", household=make_household())
    adviser = make_professional()
    actor = Actor(adviser.user)
    asked = {"birth_name": "Zéphyrin", "first_name": "Éloïse", "birth_date": case.birth_date}
    with acting_as(adviser.user):
        assert blind_search(actor=actor, **asked) is not None
    archive(case)
    with acting_as(adviser.user):
        assert blind_search(actor=actor, **asked) is None
        with pytest.raises(AccessError):
            break_glass(number=case.number, reason="Urgence", actor=actor)


def test_the_same_person_is_not_opened_twice_because_the_first_case_is_archived():
    unit = make_unit()
    case = make_beneficiary(unit=unit, birth_name="Zéphyrin")
    archive(case)
    orients = make_professional(L.ORIENTATION_OFFICER)
    values = NewPerson(
        birth_name="Zéphyrin", first_name="Éloïse", birth_date=case.birth_date, unit=unit
    )
    with acting_as(orients.user), pytest.raises(DuplicateError) as caught:
        open_case(values=values, actor=Actor(orients.user))
    # Which unit to ask, and nothing else of the archive.
    [candidate] = caught.value.candidates
    assert (candidate.pk, candidate.label) == (None, "")
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.filter(birth_name="Zéphyrin").count() == 1
