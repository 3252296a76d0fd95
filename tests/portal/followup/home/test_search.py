"""Somebody is found by a few letters, within reach; without a script too."""

import pytest

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry
from portal.followup.people.searching import write_keys
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
)

pytestmark = pytest.mark.django_db
SEARCH = "/suivi/recherche/"
HTMX = {"HTTP_HX_REQUEST": "true"}


class World:
    def __init__(self):
        self.adviser, self.other = make_professional(), make_professional()
        self.officer = make_professional(LevelName.ORIENTATION_OFFICER)
        household = make_household(matricule="000000001234567")
        self.case = make_beneficiary(
            self.adviser,
            birth_name="Durand",
            used_name="Le Goff",
            first_name="Anaïs",
            phone="+33 6 12 34 56 78",
            household=household,
        )
        self.elsewhere = make_beneficiary(self.other, birth_name="Durandal")
        with system_scope(Scope.TEST):
            write_keys([self.case, self.elsewhere])


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def found(user, text):
    return [case.pk for case in signed_in(user).get(SEARCH, {"q": text}).context["found"]]


@pytest.mark.parametrize(
    "text", ["dur", "DUR", "gof", "legoff", "anaïs", "anais dur", "0612", "06 12 34", "1234567"]
)
def test_a_few_letters_a_number_or_a_phone_find(world, text):
    assert found(world.adviser.user, text) == [world.case.pk]


def test_the_internal_number_finds(world):
    assert found(world.adviser.user, world.case.shown_number) == [world.case.pk]


def test_only_who_is_within_reach_is_found(world):
    assert found(world.other.user, "durand") == [world.elsewhere.pk]
    assert set(found(world.officer.user, "durand")) == {world.case.pk, world.elsewhere.pk}


def test_nobody_found_says_how_to_ask(world):
    response = signed_in(world.adviser.user).get(SEARCH, {"q": "zorro"})
    page = response.content.decode()
    assert "Aucune personne trouvée" in page
    assert "demander quelle unité la suit" in page


def test_two_letters_are_too_few(world):
    page = signed_in(world.adviser.user).get(SEARCH, {"q": "du"}).content.decode()
    assert "au moins 3 lettres" in page
    assert "Durand" not in page


def test_as_one_types_the_list_alone_is_answered(world):
    response = signed_in(world.adviser.user).get(SEARCH, {"q": "dur"}, **HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert f"/suivi/dossiers/{world.case.pk}/" in page
    assert response["Cache-Control"].startswith("max-age=0")


def test_a_search_is_a_line_of_the_log_without_what_was_typed(world):
    signed_in(world.adviser.user).get(SEARCH, {"q": "durand"})
    with system_scope(Scope.TEST):
        line = AccessEntry.unscoped.filter(act="search").latest("pk")
    assert line.user_id == world.adviser.user.pk
    assert "durand" not in str(vars(line)).lower()


def test_what_is_typed_is_shown_again_and_never_run(world):
    page = signed_in(world.adviser.user).get(SEARCH, {"q": "<script>dur"}).content.decode()
    assert "<script>dur" not in page
    assert "&lt;script&gt;dur" in page


def test_the_search_costs_the_same_for_one_person_and_for_twenty(world):
    browser = signed_in(world.adviser.user)
    one = queries_of(browser, SEARCH, {"q": "durand"})
    made = [make_beneficiary(world.adviser, birth_name=f"Durand{n}") for n in range(20)]
    with system_scope(Scope.TEST):
        write_keys(made)
    assert queries_of(browser, SEARCH, {"q": "durand"}) == one
    assert len(found(world.adviser.user, "durand")) == 20
