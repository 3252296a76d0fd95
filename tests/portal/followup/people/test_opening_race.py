"""Two people open the same case at once: there is one case, and the second is told of it."""

from datetime import date

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.models import Beneficiary
from portal.followup.people import services
from portal.followup.people.duplicates import Sought
from portal.followup.people.errors import DuplicateError, UnavailableNumberError
from portal.followup.people.services import NewPerson
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import make_professional
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = {"organism": "CAF", "organism_number": "901", "matricule": "000000007777777"}


def open_twice(**numbers) -> list[object]:
    values = NewPerson(
        birth_name="Petit", first_name="Anne", birth_date=date(1985, 3, 4), **numbers
    )
    officers = [make_professional(LevelName.ORIENTATION_OFFICER).user for _ in range(2)]

    def opening(user):
        def run():
            with acting_as(user):
                return services.open_case(values=values, actor=Actor(user))

        return run

    return at_once(*map(opening, officers))


def count() -> int:
    with system_scope(Scope.TEST):
        return Beneficiary.unscoped.count()


def test_the_second_opening_is_told_of_the_first():
    results = open_twice()
    assert {type(one) for one in results} == {Beneficiary, DuplicateError}
    assert count() == 1


def test_without_our_lock_the_constraint_holds(monkeypatch):
    monkeypatch.setattr(Sought, "lock", lambda _: None)
    results = open_twice(**NUMBERS)
    refused = [one for one in results if isinstance(one, DuplicateError | UnavailableNumberError)]
    assert len(refused) == 1
    assert count() == 1
