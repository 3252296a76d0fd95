"""Files of CAF and MSA go on naming both cases: they are found by either."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.followup.imports.known import Directory
from portal.followup.imports.said import SaidHousehold, SaidPerson
from portal.followup.people import duplicates
from portal.followup.people.duplicates import Sought
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.merging.laid import BORN, make_pair, merged
from tests.portal.followup.people_of_the_area import make_professional, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    unit = make_unit()
    referent = make_professional(unit=unit)
    kept, loser = make_pair(referent, birth_name="Marchant")
    with system_scope(Scope.TEST):
        homes = (kept.household, loser.household)
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    merged(kept, loser, manager, make_professional(L.ORIENTATION_OFFICER))
    return kept, loser, homes


def line(home=None, **values) -> SaidPerson:
    household = SaidHousehold()
    if home is not None:
        household = SaidHousehold(
            organism=home.organism,
            organism_number=home.organism_number,
            matricule=home.matricule,
        )
    return SaidPerson(position=1, household=household, **values)


def find(said):
    day = timezone.localdate() + timedelta(days=30)
    with system_scope(Scope.IMPORT):
        return Directory([said], day=day).find(said)


def test_the_monthly_file_recognises_both_numbers(pair):
    kept, _, (home, other) = pair
    person = {"first_name": "Lise", "birth_date": BORN}
    for where, name in ((home, "Marchand"), (other, "Marchant")):
        found = find(line(where, birth_name=name, **person))
        assert found.match is not None, name
        assert found.match.beneficiary.pk == kept.pk
        assert (found.doubt, found.problem) == (None, "")


def test_the_household_that_was_not_chosen_is_recognised_too():
    unit = make_unit()
    referent = make_professional(unit=unit)
    kept, loser = make_pair(referent, birth_name="Marchant")
    with system_scope(Scope.TEST):
        homes = (kept.household, loser.household)
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    merged(kept, loser, manager, make_professional(L.ORIENTATION_OFFICER), household="loser")
    for home, name in zip(homes, ("Marchand", "Marchant"), strict=True):
        found = find(line(home, birth_name=name, first_name="Lise", birth_date=BORN))
        assert found.match is not None, name
        assert found.match.beneficiary.pk == kept.pk
        assert (found.doubt, found.problem) == (None, "")


def test_a_table_recognises_both_numbers_of_cases(pair):
    kept, loser, _ = pair
    for number, name in ((kept.number, "Marchand"), (loser.number, "Marchant")):
        said = line(case_number=number, birth_name=name, first_name="Lise", birth_date=BORN)
        found = find(said)
        assert found.problem == ""
        assert found.match.beneficiary.pk == kept.pk


def test_somebody_else_of_the_former_household_is_not_taken_for_them(pair):
    _, _, (_, other) = pair
    found = find(line(other, birth_name="Durand", first_name="Paul", birth_date=BORN))
    assert found.match is None


def test_a_case_opened_by_hand_again_is_told_of_the_one_that_was_kept(pair):
    kept, _, (_, other) = pair
    key = (other.organism, other.organism_number, other.matricule)
    with system_scope(Scope.OPEN_CASE):
        for sought in (
            Sought("Marchant", "Lise", BORN),
            Sought("Marchand", "Lise", BORN),
            Sought("Durand", "Paul", BORN + timedelta(days=1), key),
        ):
            assert [one.pk for one in duplicates.find_same(sought)] == [kept.pk]
