"""A person is found by the beginning of any name, by a number or by a phone."""

import pytest

from portal.accounts.level_names import LevelName
from portal.followup.models import SearchKey
from portal.followup.people.searching import find, national, write_keys
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lasting):
    adviser = make_professional()
    household = make_household(matricule="000000001234567")
    people = {
        "Éloïse": make_beneficiary(
            adviser,
            birth_name="d’Arçon",
            used_name="Le Goff-Müller",
            first_name="Éloïse Marie",
            phone="+33 6 12 34 56 78",
            household=household,
            france_travail_number="7654321 A",
        ),
        "Jean-Pierre": make_beneficiary(
            adviser, birth_name="de La Fontaine", first_name="Jean-Pierre", phone="03 84 00 11 22"
        ),
        "Ng": make_beneficiary(adviser, birth_name="Ng", first_name="Œuvrard"),
        "hidden": make_beneficiary(make_professional(), birth_name="Fontaine", first_name="Zoé"),
    }
    with system_scope(Scope.TEST):
        write_keys(people.values())
    return adviser, people


def found(world, text: str) -> list[str]:
    adviser, people = world
    names = {person.pk: name for name, person in people.items()}
    with acting_as(adviser.user):
        return [names[one.pk] for one in find(adviser.user, text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("elo", "Éloïse"),
        ("ÉLO", "Éloïse"),
        ("mari", "Éloïse"),
        ("arc", "Éloïse"),
        ("d'arcon", "Éloïse"),
        ("d’Arç", "Éloïse"),
        ("darcon", "Éloïse"),
        ("legoff", "Éloïse"),
        ("le goff muller", "Éloïse"),
        ("goff-mul", "Éloïse"),
        ("Muller éloïse", "Éloïse"),
        ("fon", "Jean-Pierre"),
        ("la fontaine", "Jean-Pierre"),
        ("lafontaine", "Jean-Pierre"),
        ("delafont", "Jean-Pierre"),
        ("pierre jean", "Jean-Pierre"),
        ("jeanpierre", "Jean-Pierre"),
        ("ng", "Ng"),
        ("oeu", "Ng"),
        ("06 12 34 56 78", "Éloïse"),
        ("0612", "Éloïse"),
        ("+33 6 12 34", "Éloïse"),
        ("0033612345678", "Éloïse"),
        ("06.12.34", "Éloïse"),
        ("1234567", "Éloïse"),
        ("000000001234567", "Éloïse"),
        ("000 000 001 234 567", "Éloïse"),
        ("7654321a", "Éloïse"),
        ("7654321 A", "Éloïse"),
        ("goff 06 12", "Éloïse"),
        ("03 84 00 11 22 fontaine", "Jean-Pierre"),
    ],
)
def test_a_person_is_found(world, text, name):
    assert found(world, text) == [name]


def test_a_person_is_found_by_their_internal_number(world):
    person = world[1]["Éloïse"]
    assert "Éloïse" in found(world, person.shown_number)
    assert "Éloïse" in found(world, str(person.number))


@pytest.mark.parametrize(
    "text", ["", "  ", "e", "-", "%", "goff fontaine", "loise", "99999", "zoe", "goff 03 84"]
)
def test_nobody_is_found(world, text):
    assert found(world, text) == []


def test_who_orients_finds_everybody_and_a_stranger_nobody(world):
    officer = make_professional(LevelName.ORIENTATION_OFFICER).user
    with acting_as(officer):
        assert [one.first_name for one in find(officer, "fontaine")] == ["Jean-Pierre", "Zoé"]
    stranger = make_professional().user
    with acting_as(stranger):
        assert find(stranger, "fontaine") == []


def test_a_search_costs_two_queries_at_most(world, django_assert_max_num_queries):
    officer = make_professional(LevelName.ORIENTATION_OFFICER).user
    officer.levels  # noqa: B018 - read once for a request
    with acting_as(officer), django_assert_max_num_queries(2):
        people = find(officer, "le goff elo 0612")
        assert [str(one.unit) for one in people]


def test_a_name_that_is_corrected_is_found_by_the_new_one_alone(world):
    person = world[1]["Ng"]
    with system_scope(Scope.TEST):
        person.birth_name = "Nguyen"
        person.save()
        write_keys([person])
        keys = SearchKey.unscoped.filter(beneficiary=person, kind="name")
        assert sorted(keys.values_list("key", flat=True)) == ["nguyen", "oeuvrard"]


def test_writing_keys_costs_the_same_for_many(world, django_assert_num_queries):
    people = [make_beneficiary() for _ in range(20)]
    with system_scope(Scope.TEST):
        with django_assert_num_queries(3):
            write_keys(people)
        # What is known already is not written again.
        with django_assert_num_queries(2):
            write_keys(people)


@pytest.mark.parametrize(
    "phone", ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78"]
)
def test_a_phone_has_one_form(phone):
    assert national(phone) == "0612345678"
